import ArgumentParser
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop release`: puts the processes of a group back where they came from and removes it.
struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Put contained processes back where they came from, and remove their cgroup.",
    discussion: """
      Only groups that memtop contain made are released. A process that was started in the group \
      goes where its parent came from.
      """)

  @ParentCommand var parent: Memtop

  @Argument(
    help: ArgumentHelp(
      "The group, as in /proc/PID/cgroup, or its directory.", valueName: "path"),
    completion: Completions.cgroups)
  var path: String

  @Option(
    help: ArgumentHelp(
      "Where those go whose own group is no more.", valueName: "path"),
    completion: Completions.cgroups)
  var to: String?

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  func run() throws {
    let act = BoxCommand(name: "release")
    try parent.refuseOthers(than: "release")
    DescriptorLimit.raise()
    let source = try HostSource("/")
    let release: Release
    do throws(CgroupProblem) {
      release = try Release(
        source.root, Array(VictimsCommand.cgroupPath(path).utf8),
        to: to.map { Array(VictimsCommand.cgroupPath($0).utf8) })
    } catch {
      throw act.failure(error)
    }
    let log = try parent.changeLog(source.root, isDryRun: dryRun)
    let plan = release.plan
    try act.planText(plan.moves.map(\.member), source.root)
      .write(plan, to: ChunkedOutput(StandardOutput.write))
    if dryRun { return }
    try report(release.apply(), act, log)
  }

  private func report(_ outcome: ReleaseOutcome, _ act: BoxCommand, _ log: ChangeLog?) throws {
    let shown = VisibleText.make(outcome.path)
    for move in outcome.moved {
      try StandardOutput.say(
        "\(move.member.process.pid) \(move.member.name) is in \(VisibleText.make(move.home))")
    }
    act.note(outcome.moved.map { ($0.member, $0.home) }, in: log)
    if let (member, reason) = outcome.refused.first {
      let more = outcome.refused.count > 1 ? " and \(outcome.refused.count - 1) more" : ""
      throw CommandFailure(
        "release: \(member.process.pid) \(member.name)\(more): \(reason); \(shown) stays", .system)
    }
    if let failure = outcome.failure { throw CommandFailure("release: \(failure)", .system) }
    try StandardOutput.say("\(shown) is removed")
    for path in outcome.stillEnabled {
      try StandardOutput.say("memory stays enabled for the groups below \(VisibleText.make(path))")
    }
  }
}
