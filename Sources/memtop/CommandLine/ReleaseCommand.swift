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
    try StandardOutput.say(
      plan.lines(
        users: HostUsers(source.root).names(of: plan.moves.map(\.member)),
        arrow: StandardOutput.arrow))
    if dryRun { return }
    try report(release.apply(), act, log)
  }

  private func report(_ outcome: ReleaseOutcome, _ act: BoxCommand, _ log: ChangeLog?) throws {
    for line in outcome.moves { try StandardOutput.say(line) }
    act.note(DeedOutcome(outcome, at: KernelClock.wall()), in: log)
    if let problem = outcome.problem { throw CommandFailure("release: \(problem)", .system) }
    for line in outcome.ending { try StandardOutput.say(line) }
  }
}
