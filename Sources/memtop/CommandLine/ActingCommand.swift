import LinuxKernel

/// What the commands that change something have in common.
extension Memtop {
  /// Throws: where an option of another command was given.
  ///
  /// - Parameters:
  ///   - name: of the command that runs.
  ///   - own: the option of the dashboard that it takes too.
  func refuseOthers(than name: String, besides own: String? = "--log") throws(CommandFailure) {
    if let option = dashboard.firstGiven(besides: own) ?? list.firstGiven ?? system.firstGiven {
      throw CommandFailure("\(option) is not for \(name)", .usage)
    }
  }

  /// The log that was asked for; nil where nothing is done.
  func changeLog(_ root: KernelRoot, isDryRun: Bool) throws(CommandFailure) -> ChangeLog? {
    guard let log = dashboard.log, !isDryRun else { return nil }
    do throws(KernelError) {
      return try ChangeLog(log, by: .own(root))
    } catch {
      throw CommandFailure("--log", error, .cannotCreate)
    }
  }
}
