import LinuxKernel

/// Where a group for processes can be made: as near to them as the kernel allows.
struct ContainPlace {
  /// A group on the way, held.
  struct Step {
    let path: [UInt8]
    let directory: CgroupDirectory
  }

  let parent: Step
  /// Groups that must first hand the memory controller on, the outermost first; v2 alone.
  let enabling: [Step]

  /// - Parameter groups: those that the processes are in.
  ///
  /// Throws: where there is none.
  init(
    _ root: KernelRoot, _ mount: CgroupMount, for groups: [[UInt8]]
  ) throws(CgroupProblem) {
    guard let common = CgroupPath.common(groups), let outermost = mount.below(ofTold: common)
    else {
      throw CgroupProblem(
        .refused, "the group that they are in is not seen from here, as in a container")
    }
    var chain: [Step] = []
    for below in [[]] + CgroupPath.downwards(to: outermost).dropFirst() {
      do throws(KernelError) {
        chain.append(
          Step(
            path: mount.name(of: below),
            directory: try CgroupDirectory(root, mount, below: below)))
      } catch {
        throw CgroupProblem(.missing, "\(error.path): \(BoxRefusal.describe(error, .making))")
      }
    }
    guard mount.version == .v2 else {
      parent = chain[chain.count - 1]
      enabling = []
      try Self.checkRight([(parent, ".", .making)])
      return
    }
    var buffer = ReadBuffer()
    // How far down the controller is, or can be, handed on, and what is in the way below.
    var usable = 0
    var needed: [Int] = []
    var obstacle = ""
    for (number, step) in chain.enumerated() {
      let isOn = step.directory.lists("memory", in: "cgroup.subtree_control", &buffer)
      if let reason = Self.obstacle(step, isOn: isOn, isAbove: number == 0, &buffer) {
        obstacle = "\(VisibleText.make(step.path)) \(reason)"
        break
      }
      if !isOn { needed.append(number) }
      usable = number + 1
    }
    guard usable > 0 else {
      throw CgroupProblem(.refused, "no group can be made for them: \(obstacle)")
    }
    parent = chain[usable - 1]
    enabling = needed.map { chain[$0] }
    try Self.checkRight(
      enabling.map { ($0, "cgroup.subtree_control", .enabling) }
        + [(parent, ".", .making), (parent, "cgroup.procs", .moving)])
  }

  /// Why a group may not have groups of memory below it; nil where it may.
  private static func obstacle(
    _ step: Step, isOn: Bool, isAbove: Bool, _ buffer: inout ReadBuffer
  ) -> String? {
    if step.directory.isThreaded(&buffer) { return "is a group of threads" }
    if isOn { return nil }
    // What is handed on from above is there as soon as it is enabled above.
    if isAbove, !step.directory.lists("memory", in: "cgroup.controllers", &buffer) {
      return "does not have the memory controller"
    }
    // The host's own root is excepted from the rule.
    if step.directory.identity.inode == 1 { return nil }
    switch step.directory.processes(&buffer) {
    case .value(let processes) where processes.isEmpty: return nil
    case .value: return "has processes of its own"
    default: return "does not tell its processes"
    }
  }

  /// Throws: where this user may not write one of these.
  private static func checkRight(
    _ files: [(step: Step, name: String, reason: BoxRefusal.Step)]
  ) throws(CgroupProblem) {
    for file in files {
      guard let code = file.step.directory.objection(toWriting: file.name) else { continue }
      throw CgroupProblem(
        .refused,
        "\(VisibleText.make(file.step.path)): \(BoxRefusal.describe(code, file.reason))")
    }
  }
}
