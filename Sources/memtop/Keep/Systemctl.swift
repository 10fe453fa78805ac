import Glibc
import LinuxKernel
import MemtopCore

/// The host's systemctl, run by absolute path and without a shell.
struct Systemctl {
  private static let paths = ["/usr/bin/systemctl", "/bin/systemctl"]
  /// A reload runs every generator. Unit: nanoseconds.
  private static let patience: UInt64 = 90_000_000_000
  /// Unit: bytes.
  private static let outputLimit = 1 << 14

  private let program: String
  private let manager: UnitManager

  /// Nil where there is none.
  init?(_ manager: UnitManager, paths: [String] = paths) {
    guard let program = ChildProgram.find(paths) else { return nil }
    self.program = program
    self.manager = manager
  }

  /// Runs one command of it, and waits for its end.
  ///
  /// Throws: what it says where it does not succeed.
  func run(_ arguments: [String]) throws(CommandFailure) {
    let all = manager.systemctl + ["--no-ask-password", "--no-pager"] + arguments
    let line = line(arguments)
    do throws(KernelError) {
      let child = try ChildProgram(
        program, all, takesErrors: true, environment: environment)
      let (output, code) = child.run(
        limit: Self.outputLimit, until: KernelClock.monotonic() + Self.patience)
      guard code == 0 else {
        let said = String(decoding: output, as: UTF8.self)
          .split(whereSeparator: \.isNewline).joined(separator: " ")
        let ending = code.map { "it ended with \($0)" } ?? "it was stopped"
        throw KernelError(path: line, reason: .malformed(said.isEmpty ? ending : said))
      }
    } catch {
      throw CommandFailure("keep", error, .system)
    }
  }

  /// The command as a person would type it.
  func line(_ arguments: [String]) -> String {
    (["systemctl"] + manager.systemctl + arguments).map(ShellWord.quoted).joined(separator: " ")
  }

  /// Where a user's own manager listens.
  private var environment: [String] {
    if case .own(let user, _) = manager { return ["XDG_RUNTIME_DIR=/run/user/\(user)"] }
    return []
  }
}
