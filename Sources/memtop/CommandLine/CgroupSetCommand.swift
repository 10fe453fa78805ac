import ArgumentParser
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop cgroup set`: changes the limits of a group, after saying what that does.
struct CgroupSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Change the limits of a memory cgroup.",
    discussion: """
      A limit is 2G, 1.8G, 512MiB, 80% of the nearest limit above or of the host's memory, +10% or \
      -10% of what it is, or max. It is rounded down to whole pages. A limit below what is used \
      needs --yes. If the kernel refuses one change, those before it are put back. --log FILE \
      appends every change to a file.
      """)

  enum Answer: String, CaseIterable, ExpressibleByArgument {
    case yes, no
  }

  @ParentCommand var group: CgroupCommand

  @Argument(
    help: ArgumentHelp(
      "The group, as in /proc/PID/cgroup, or its directory.", valueName: "path"),
    completion: Completions.cgroups)
  var path: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Limit at which the kernel takes back, then kills.", valueName: "size"),
    transform: ArgumentReading.limitText)
  var max: LimitText?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Above it processes are slowed; v1: the soft limit.", valueName: "size"),
    transform: ArgumentReading.limitText)
  var high: LimitText?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Taken back only if nothing else is left; v2.", valueName: "size"),
    transform: ArgumentReading.limitText)
  var low: LimitText?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Never taken back; v2.", valueName: "size"),
    transform: ArgumentReading.limitText)
  var min: LimitText?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Limit of swap; v1: of memory and swap together.", valueName: "size"),
    transform: ArgumentReading.limitText)
  var swapMax: LimitText?

  @Option(help: ArgumentHelp("All die when one is chosen; v2.", valueName: "yes|no"))
  var oomGroup: Answer?

  @Option(help: ArgumentHelp("Processes wait at the limit, nobody dies; v1.", valueName: "yes|no"))
  var oomKillDisable: Answer?

  @Option(
    help: ArgumentHelp(
      "Only if the group is still this one, as memtop cgroups names its inode.",
      valueName: "number"))
  var inode: UInt64?

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Also set a limit below what is used.")
  var yes = false

  private var wishes: [(CgroupSetting, CgroupPlan.Wish)] {
    let limits: [(CgroupSetting, LimitText?)] = [
      (.max, max), (.high, high), (.low, low), (.min, min), (.swapMax, swapMax),
    ]
    let flags: [(CgroupSetting, Answer?)] = [
      (.oomGroup, oomGroup), (.oomKillDisable, oomKillDisable),
    ]
    return limits.compactMap { setting, text in text.map { (setting, .limit($0)) } }
      + flags.compactMap { setting, answer in answer.map { (setting, .flag($0 == .yes)) } }
  }

  func run() throws {
    try group.parent.refuseOthers(than: "cgroup set")
    let wishes = wishes
    guard !wishes.isEmpty else {
      let options = CgroupSetting.allCases.map(\.option).joined(separator: ", ")
      throw CommandFailure("cgroup set: nothing to set: give one of \(options)", .usage)
    }
    let source = try HostSource("/")
    let tree = try CgroupsCommand.tree(source.root, VictimsCommand.cgroupPath(path))
    let directory = try open(tree, source.root)
    let plan = try plan(tree, wishes, source.root)
    let log = try group.parent.changeLog(source.root, isDryRun: dryRun)
    let live = LiveLimits(plan, source.root)
    try preview(plan, source, live.way)
    if dryRun { return }
    if plan.edits.isEmpty { return try StandardOutput.say("nothing to change") }
    if plan.excess > 0, !yes {
      throw CommandFailure(
        "cgroup: \(path): the new limit is below what is used; nothing is written: "
          + "give --yes to set it all the same", .usage)
    }
    try report(live.apply(to: directory), plan, log)
  }

  /// Holds the group from here on.
  private func open(_ tree: CgroupTree, _ root: KernelRoot) throws(CommandFailure)
    -> CgroupDirectory
  {
    let group = tree.groups[tree.subtree.lowerBound]
    if let inode, inode != group.memory.identity.inode {
      throw CommandFailure(
        "cgroup: \(path): it has inode \(group.memory.identity.inode), not \(inode): "
          + "it was made again; nothing is written", .noInput)
    }
    do throws(KernelError) {
      return try CgroupDirectory(root, tree.mount, below: tree.mount.below(of: group.path))
    } catch {
      throw CommandFailure("cgroup", error, .noInput)
    }
  }

  private func plan(
    _ tree: CgroupTree, _ wishes: [(CgroupSetting, CgroupPlan.Wish)], _ root: KernelRoot
  ) throws(CommandFailure) -> CgroupPlan {
    do throws(LimitText.Problem) {
      return try CgroupPlan(tree, wishes, memTotal: root.memTotal, pageSize: root.pageSize)
    } catch {
      throw CommandFailure("cgroup: \(path): \(error.message)", .usage)
    }
  }

  private func preview(_ plan: CgroupPlan, _ source: HostSource, _ way: String) throws {
    let victim = plan.mayKill ? try Self.firstVictim(plan, source) : nil
    try StandardOutput.say(
      [plan.subject] + plan.lines(victim: victim, arrow: StandardOutput.arrow, way: way))
  }

  /// Whom the kernel would choose first in the group; nil where nobody can be.
  private static func firstVictim(_ plan: CgroupPlan, _ source: HostSource) throws -> String? {
    let model = try source.newest(SamplingPlan(all: KillPlan.files), prefersKernel: true)
    let group = String(decoding: plan.path, as: UTF8.self)
    let facts = KillFacts(source.root, for: group, model.sample) {
      MemorySharing.ask($0, $1, in: source.root)
    }
    let candidates = KillCandidates(model.sample, model.facts, facts)
    let scope = candidates.scope(group, model.sample, pageSize: model.facts.pageSize)
    guard let scope, let first = KillOrder(candidates, scope).victims.first else { return nil }
    let process = candidates.processes[Int(first.row)]
    let name = model.processes.comm(Int(process.row)).map { VisibleText.make($0) } ?? "?"
    return "\(process.pid) \(name)"
  }

  private func report(_ outcome: CgroupOutcome, _ plan: CgroupPlan, _ log: ChangeLog?) throws {
    if let failure = outcome.failure {
      throw CommandFailure(
        "cgroup: \(path): \(failure); \(outcome.stand(plan.version))", .system)
    }
    for line in outcome.lines(plan.version) { try StandardOutput.say(line) }
    let undo = plan.edits.reversed().map { "\($0.setting.option)=\($0.old.word)" }
    try StandardOutput.say(
      "undo: memtop cgroup set \(ShellWord.quoted(path)) \(undo.joined(separator: " "))")
    let records = DeedOutcome(plan, outcome, at: KernelClock.wall()).records
    if let complaint = log?.append(records) {
      StandardOutput.complain(complaint)
    }
  }
}
