import LinuxKernel
import MemtopCore

/// Sets limits of a group that runs, by the way that lasts.
///
/// What is written into the group of a unit under systemd's feet is gone at its next reload.
struct LiveLimits {
  private let systemctl: Systemctl?
  private let unit: UnitName?
  private let properties: [String]
  private let plan: CgroupPlan

  /// - Parameter plan: for the group; all of it goes one way.
  init(_ plan: CgroupPlan, _ root: KernelRoot) {
    self.plan = plan
    let found = UnitOfGroup(running: plan.path)
    let properties = plan.edits.compactMap { KeptSetting.property($0, plan.version) }
    self.properties = properties
    unit = found?.unit
    let isUnits =
      root.isLive && properties.count == plan.edits.count && UnitFiles.hasSystemd(root)
    systemctl =
      isUnits
      ? found.flatMap { found in
        switch found.level {
        case .system: Systemctl(.system)
        case .user(let user): Systemctl(.of(user: user, root))
        }
      } : nil
  }

  /// Sets limits of a group, and says which way it went and what the kernel says then, a line each.
  ///
  /// - Parameter tree: with the group as its subtree.
  ///
  /// Throws: where it is refused.
  static func set(
    _ wishes: [(CgroupSetting, CgroupPlan.Wish)], _ tree: CgroupTree, _ root: KernelRoot
  ) throws(CommandFailure) -> [String] {
    guard !wishes.isEmpty else { return [] }
    let group = tree.groups[tree.subtree.lowerBound]
    let plan: CgroupPlan
    do throws(LimitText.Problem) {
      plan = try CgroupPlan(tree, wishes, memTotal: root.memTotal, pageSize: root.pageSize)
    } catch {
      throw CommandFailure("keep: " + error.message, .usage)
    }
    guard !plan.edits.isEmpty else { return ["what runs has these limits already"] }
    let directory: CgroupDirectory
    do throws(KernelError) {
      directory = try CgroupDirectory(root, tree.mount, below: tree.mount.below(of: group.path))
    } catch {
      throw CommandFailure("keep", error, .noInput)
    }
    let live = LiveLimits(plan, root)
    let outcome = try live.apply(to: directory)
    if let failure = outcome.failure { throw CommandFailure("keep: " + failure, .system) }
    return ["set " + live.way] + outcome.lines(plan.version)
  }

  /// Whether systemd is asked to set them.
  var isSystemds: Bool { systemctl != nil && unit != nil }

  /// Which way it goes, in words.
  var way: String {
    guard let systemctl, let unit else { return "through the group's own files" }
    return "by systemd, which runs the unit: " + systemctl.line(command(unit))
  }

  /// Makes the changes in the group of the plan's path, if it is still the one that was looked at.
  ///
  /// Throws: where systemd refuses.
  func apply(in root: KernelRoot) throws(CommandFailure) -> CgroupOutcome {
    guard isSystemds else { return plan.apply(in: root) }
    let directory: CgroupDirectory
    do throws(CgroupProblem) {
      directory = try plan.directory(in: root)
    } catch {
      return CgroupOutcome(done: [], failure: error.message, left: [])
    }
    return try apply(to: directory)
  }

  /// Makes the changes, and reads back what the kernel says then.
  ///
  /// - Parameter directory: held since before the plan was made.
  ///
  /// Throws: where systemd refuses.
  func apply(to directory: CgroupDirectory) throws(CommandFailure) -> CgroupOutcome {
    guard let systemctl, let unit else { return plan.apply(to: directory) }
    // What has changed since the preview is refused there, and nothing is asked of systemd.
    var buffer = ReadBuffer()
    guard directory.identity == plan.identity, plan.changedMeanwhile(directory, &buffer) == nil
    else { return plan.apply(to: directory) }
    try systemctl.run(command(unit))
    return plan.readBack(from: directory)
  }

  private func command(_ unit: UnitName) -> [String] {
    ["set-property", "--runtime", "--", unit.text] + properties
  }
}
