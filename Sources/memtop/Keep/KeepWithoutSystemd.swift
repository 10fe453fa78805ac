import LinuxKernel
import MemtopCore

/// `memtop keep` on a host that another program starts: says the lines to keep it by hand.
struct KeepWithoutSystemd {
  private let command: KeepCommand
  private let root: KernelRoot

  init(_ command: KeepCommand, _ root: KernelRoot) {
    self.command = command
    self.root = root
  }

  /// Throws: always, for nothing is kept; what is to be done is on standard output then.
  func run() throws {
    let process = try Int32(command.target).flatMap { pid in
      pid > 0 ? try KeepTarget.process(pid, root) : nil
    }
    let tree = try tree(process)
    let wishes = try wishes(tree, process)
    let values = Self.values(wishes)
    let lines = Self.lines(values, tree)
    if !lines.isEmpty {
      try StandardOutput.say("in the script that starts the program, before that line:")
      for line in lines { try StandardOutput.say("  " + line) }
    }
    if command.now, !command.dryRun { try setNow(values, tree, process) }
    throw CommandFailure(
      "keep: no systemd runs here (there is no /run/systemd/system): nothing is written", .system)
  }

  /// The lines that keep what something has now.
  ///
  /// Throws: where it is gone, or something is set and may not be read.
  static func lines(_ aim: KeepAim, _ root: KernelRoot) throws -> [String] {
    switch aim {
    case .process(let id):
      let process = try KeepTarget.process(id, root)
      let tree = tree(of: process, root)
      return try lines(LiveValues.wishes(memory(tree), adj: process.adj), tree)
    case .group(let aim):
      let tree = try KeepTarget.tree(aim, root)
      return try lines(LiveValues.wishes(memory(tree), adj: nil), tree)
    }
  }

  private static func lines(_ wishes: [KeepPlan.Wish], _ tree: CgroupTree?) -> [String] {
    lines(values(wishes), tree)
  }

  private static func lines(
    _ values: [(setting: KeptSetting, value: KeptSetting.Value)], _ tree: CgroupTree?
  ) -> [String] {
    let group = tree.map { $0.groups[$0.subtree.lowerBound].path }
    return KeepByHand.lines(values, mount: tree?.mount, group: group == [0x2f] ? nil : group)
  }

  private static func values(
    _ wishes: [KeepPlan.Wish]
  ) -> [(setting: KeptSetting, value: KeptSetting.Value)] {
    wishes.compactMap { wish in wish.value.map { (setting: wish.setting, value: $0) } }
  }

  private static func memory(_ tree: CgroupTree?) -> CgroupMemory? {
    tree.map { $0.groups[$0.subtree.lowerBound].memory }
  }

  private static func tree(of process: KeepTarget.Process, _ root: KernelRoot) -> CgroupTree? {
    var buffer = ReadBuffer()
    let path = root.value(of: "proc/\(process.id.pid)/cgroup", &buffer) { ProcessCgroup.name($0) }
    return path.flatMap { try? CgroupTree(root, below: String(decoding: $0, as: UTF8.self)) }
  }

  private func tree(_ process: KeepTarget.Process?) throws -> CgroupTree? {
    if let process { return Self.tree(of: process, root) }
    guard command.target.contains("/") else { return nil }
    return try CgroupsCommand.tree(root, VictimsCommand.cgroupPath(command.target))
  }

  private func wishes(
    _ tree: CgroupTree?, _ process: KeepTarget.Process?
  ) throws -> [KeepPlan.Wish] {
    guard command.values.isEmpty else {
      return try command.values.wishes(tree, memTotal: root.memTotal, pageSize: root.pageSize)
    }
    return try LiveValues.wishes(Self.memory(tree), adj: process?.adj)
  }

  private func setNow(
    _ values: [(setting: KeptSetting, value: KeptSetting.Value)], _ tree: CgroupTree?,
    _ process: KeepTarget.Process?
  ) throws {
    let wishes: [(CgroupSetting, CgroupPlan.Wish)] = values.compactMap { setting, value in
      guard let group = setting.ofGroup, case .limit(let limit) = value else { return nil }
      return (group, .limit(limit.bytes.map(LimitText.bytes) ?? .unlimited))
    }
    if let tree {
      for line in try LiveLimits.set(wishes, tree, root) { try StandardOutput.say(line) }
    }
    if let process, case .adj(let adj)? = values.first(where: { $0.setting == .oomScoreAdj })?.value
    {
      try StandardOutput.say(try KeepCommand.set(adj, process, root))
    }
  }
}
