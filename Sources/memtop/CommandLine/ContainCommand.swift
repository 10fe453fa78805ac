import ArgumentParser
import Glibc
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop contain`: puts processes into a new group with a limit, after saying what that does.
struct ContainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contain",
    abstract: "Put processes into a new memory cgroup with a limit.",
    discussion: """
      The group is made as near to the processes as the kernel allows, and they move into it whole. \
      What they hold already stays charged to where it is. memtop release puts them back. A limit is \
      written as for memtop cgroup set. Leaving another group's limit needs --yes. If one process \
      cannot be moved, all goes back to how it was.
      """)

  @ParentCommand var parent: Memtop

  @Argument(help: ArgumentHelp("The processes.", valueName: "pid"), transform: ArgumentReading.pid)
  var pids: [Int32]

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Limit at which the kernel takes back, then kills.", valueName: "size"),
    transform: ArgumentReading.limitText)
  var max: LimitText

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Above it processes are slowed; v1: the soft limit (default: 90% of --max).",
      valueName: "size"),
    transform: ArgumentReading.limitText)
  var high: LimitText?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Limit of swap; v1: of memory and swap together.", valueName: "size"),
    transform: ArgumentReading.limitText)
  var swapMax: LimitText?

  @Option(
    help: ArgumentHelp(
      "The group's name, with memtop- before it (default: the first pid).", valueName: "name"))
  var name: String?

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Also where the processes leave another group's limit, or memtop is one of them.")
  var yes = false

  func run() throws {
    let act = BoxCommand(name: "contain")
    try parent.refuseOthers(than: "contain")
    DescriptorLimit.raise()
    let source = try HostSource("/")
    let containment: Containment
    do throws(CgroupProblem) {
      var held: [HeldMember] = []
      for pid in pids { held.append(try HeldMember(pid: pid, in: source.root)) }
      containment = try Containment(
        source.root, held, .init(max: max, high: high, swapMax: swapMax, name: name))
    } catch {
      throw act.failure(error)
    }
    let log = try parent.changeLog(source.root, isDryRun: dryRun)
    let plan = containment.plan
    try StandardOutput.say(plan.lines(users: HostUsers(source.root).names(of: plan.members)))
    if dryRun { return }
    try confirm(plan)
    try report(containment.apply(), plan, act, log)
  }

  private func confirm(_ plan: ContainPlan) throws(CommandFailure) {
    guard !yes else { return }
    if plan.members.contains(where: { $0.process.pid == getpid() }) {
      throw CommandFailure(
        "contain: \(getpid()): that is memtop itself; nothing is done: give --yes to do it all the same",
        .usage)
    }
    if let left = plan.left.first {
      throw CommandFailure(
        "contain: \(VisibleText.make(left.path)): its limit would no longer hold for them; nothing is "
          + "done: give --yes to do it all the same", .usage)
    }
  }

  private func report(
    _ outcome: ContainOutcome, _ plan: ContainPlan, _ act: BoxCommand, _ log: ChangeLog?
  ) throws {
    if let failure = outcome.failure {
      throw CommandFailure("contain: \(failure); \(outcome.stand)", .system)
    }
    for line in outcome.lines(plan.version) { try StandardOutput.say(line) }
    act.note(DeedOutcome(plan, outcome, at: KernelClock.wall()), in: log)
  }
}
