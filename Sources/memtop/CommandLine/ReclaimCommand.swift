import ArgumentParser
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop reclaim`: pushes memory of a group or a process out, and says what that did and cost.
struct ReclaimCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reclaim",
    abstract: "Push memory of a cgroup or a process out, and say what that cost.",
    discussion: """
      Of a cgroup as much as --amount says (v2, since 5.19), or all that the kernel takes back. Of a \
      process (--pid, since 5.10) all that is not locked. What is used again is read back: memtop \
      watches for some seconds how much.
      """)

  @ParentCommand var parent: Memtop

  @Argument(
    help: ArgumentHelp(
      "The group, as in /proc/PID/cgroup, or its directory.", valueName: "path"),
    completion: Completions.cgroups)
  var path: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("This process in place of a group.", valueName: "pid"),
    transform: ArgumentReading.pid)
  var pid: Int32?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How much: a size, or a part of what the group uses such as 20%; v2.", valueName: "size"),
    transform: ArgumentReading.limitText)
  var amount: LimitText?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How long to watch what is read again (default: 5s); 0 not at all.", valueName: "time"),
    transform: ArgumentReading.watch)
  var watch: Int = 5

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  func run() throws {
    let act = BoxCommand(name: "reclaim")
    try parent.refuseOthers(than: "reclaim", besides: nil)
    let source = try HostSource("/")
    let reclaim = try reclaim(source.root, act)
    try StandardOutput.say(reclaim.plan.lines)
    if dryRun { return }
    let outcome = reclaim.apply()
    if let failure = outcome.failure { throw CommandFailure("reclaim: \(failure)", .system) }
    try StandardOutput.say(outcome.lines(arrow: StandardOutput.arrow))
    guard let after = outcome.after else { return }
    for second in 0..<watch {
      KernelClock.sleep(until: after.at + UInt64(second + 1) * 1_000_000_000)
      guard let now = reclaim.look() else { return try StandardOutput.say("it is gone") }
      try StandardOutput.say(now.cost(since: after, pageSize: source.root.pageSize))
    }
  }

  private func reclaim(_ root: KernelRoot, _ act: BoxCommand) throws(CommandFailure) -> Reclaim {
    do throws(CgroupProblem) {
      switch (path, pid) {
      case (let path?, nil):
        return try Reclaim(
          root, group: Array(VictimsCommand.cgroupPath(path).utf8), amount: amount)
      case (nil, let pid?):
        guard amount == nil else {
          throw CgroupProblem(.meaning, "--amount: a process gives all that it has")
        }
        return try Reclaim(root, try HeldMember(pid: pid, in: root))
      default: throw CgroupProblem(.meaning, "give either a group or --pid")
      }
    } catch {
      throw act.failure(error)
    }
  }
}
