import LinuxKernel
import MemtopCore

/// Sets limits of a group that runs, by the way that lasts.
///
/// What is written into the group of a unit under systemd's feet is gone at its next reload.
enum LiveLimits {
  /// Sets what a plan keeps for the unit's group as it runs; what comes back is said of it, a line each.
  ///
  /// Throws: where it is refused.
  static func set(_ plan: KeepPlan, _ tree: CgroupTree, _ root: KernelRoot) throws -> [String] {
    let properties = plan.properties
    guard !properties.isEmpty else { return [] }
    if UnitFiles.hasSystemd(root), let systemctl = Systemctl(plan.manager) {
      let command = ["set-property", "--runtime", plan.unit.text] + properties
      try systemctl.run(command)
      let words = ["systemctl"] + plan.manager.systemctl + command
      return ["set by systemd: " + words.map(ShellWord.quoted).joined(separator: " ")]
        + readBack(plan.groupWishes.map(\.0), tree, root)
    }
    return try write(plan.groupWishes, tree, root)
  }

  /// Writes into the group's own files, where no systemd runs it.
  static func write(
    _ wishes: [(CgroupSetting, CgroupPlan.Wish)], _ tree: CgroupTree, _ root: KernelRoot
  ) throws -> [String] {
    let group = tree.groups[tree.subtree.lowerBound]
    var buffer = ReadBuffer()
    let memTotal = root.value(of: "proc/meminfo", &buffer) { MemInfo($0) }?[.memTotal]
    do {
      let plan = try CgroupPlan(tree, wishes, memTotal: memTotal, pageSize: root.pageSize)
      let directory = try CgroupDirectory(root, tree.mount, below: tree.mount.below(of: group.path))
      let outcome = plan.apply(to: directory)
      if let failure = outcome.failure { throw CommandFailure("keep: \(failure)", .system) }
      return ["set through the group itself: no systemd runs it"]
        + readBack(plan.edits.map(\.setting), tree, root)
    } catch let problem as LimitText.Problem {
      throw CommandFailure("keep: " + problem.message, .usage)
    } catch let error as KernelError {
      throw CommandFailure("keep", error, .system)
    }
  }

  /// What the kernel says now.
  private static func readBack(
    _ settings: [CgroupSetting], _ tree: CgroupTree, _ root: KernelRoot
  ) -> [String] {
    let path = String(decoding: tree.groups[tree.subtree.lowerBound].path, as: UTF8.self)
    guard let now = try? CgroupTree(root, below: path) else { return ["the group is gone"] }
    let memory = now.groups[now.subtree.lowerBound].memory
    return settings.compactMap { setting in
      setting.file(memory.version).map { file in
        "\(file) is \(setting.value(of: memory).value?.word ?? "not readable")"
      }
    }
  }
}
