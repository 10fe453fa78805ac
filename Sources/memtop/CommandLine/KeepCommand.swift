import ArgumentParser
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop keep`: lets a unit start again with the limits and the oom_score_adj that it has now.
struct KeepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keep",
    abstract: "Keep a unit's limits and oom_score_adj over its next start.",
    discussion: """
      Writes a drop-in of systemd, after showing it whole with its path and the command that \
      activates it. Without a value it keeps what the process or group has now, as far as the unit's \
      files would give something else. A value is a number, a size as for cgroup set, or default, \
      which is no longer kept. --root DIR writes below a folder and runs nothing. --log FILE appends \
      every change to a file.
      """)

  @ParentCommand var parent: Memtop

  @Argument(
    help: ArgumentHelp(
      "A unit, a process of it by its pid, or its group by the path.", valueName: "unit|pid|path"))
  var target: String

  @OptionGroup var system: SourceArguments
  @OptionGroup(title: "What is kept") var values: KeepArguments

  @Flag(help: "Take away what memtop keeps for the unit.")
  var remove = false

  @Flag(help: "The unit is one of a user's own manager.")
  var userUnit = false

  @Flag(help: "Let systemd read it at once: systemctl daemon-reload.")
  var reload = false

  @Flag(help: "Also set it for what runs: systemctl set-property --runtime, or the group itself.")
  var now = false

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Also keep a limit below what is used.")
  var yes = false

  func run() throws {
    try checkOptions()
    let root = try HostSource(system.root).root
    do {
      guard UnitFiles.hasSystemd(root) else { return try KeepWithoutSystemd(self, root).run() }
      try run(KeepTarget(target, isOfUser: userUnit, in: root), root)
    } catch let refusal as KeepRefusal {
      throw CommandFailure("keep: " + refusal.message, refusal.isAbsent ? .noInput : .usage)
    }
  }

  private func checkOptions() throws(CommandFailure) {
    if let option = parent.dashboard.firstGiven(besides: "--log") ?? parent.list.firstGiven {
      throw CommandFailure("\(option) is not for keep", .usage)
    }
    if system.source != nil { throw CommandFailure("--source is not for keep", .usage) }
    if remove, now || !values.isEmpty {
      throw CommandFailure(
        "keep: --remove takes the whole drop-in away: no value and no --now", .usage)
    }
    if system.root != "/", now || reload {
      throw CommandFailure("keep: with --root nothing is run: no --reload and no --now", .usage)
    }
  }

  private func run(_ found: KeepTarget, _ root: KernelRoot) throws {
    let files = try UnitFiles(found.unit, of: found.manager, in: root)
    let plan = try plan(found, files, root)
    let log = try parent.changeLog(root, isDryRun: dryRun)
    let notes = KeepNotes(plan, found, files, isRemoved: remove)
    try StandardOutput.say(plan.lines(notes.lines, arrow: StandardOutput.arrow))
    if dryRun { return }
    if plan.isUnchanged {
      try StandardOutput.say("nothing to write")
    } else {
      if notes.isBelowUsage, !yes {
        throw CommandFailure(
          "keep: \(files.unit.text): the limit is below what is used; nothing is written: give --yes "
            + "to keep it all the same", .usage)
      }
      try write(plan, found, root)
      if let complaint = log?.append([.kept(KeptChange(plan, at: KernelClock.wall()))]) {
        StandardOutput.complain(complaint)
      }
    }
    if reload {
      guard let systemctl = Systemctl(plan.manager) else {
        throw CommandFailure("keep: there is no systemctl here", .system)
      }
      try systemctl.run(["daemon-reload"])
      try StandardOutput.say("systemd has read it")
    }
    if now { try setNow(plan, found, root) }
  }

  private func plan(
    _ found: KeepTarget, _ files: UnitFiles, _ root: KernelRoot
  ) throws -> KeepPlan {
    if remove { return try KeepPlan(removing: files) }
    let wishes =
      values.isEmpty
      ? try LiveValues(files, memTotal: root.memTotal, pageSize: root.pageSize)
        .wishes(found.memory, adj: found.process?.adj)
      : try values.wishes(found.tree, memTotal: root.memTotal, pageSize: root.pageSize)
    return try KeepPlan(files, wishes, version: found.memory?.version)
  }

  private func write(_ plan: KeepPlan, _ found: KeepTarget, _ root: KernelRoot) throws {
    if let process = found.process, !process.isSame(root) {
      throw CommandFailure(
        "keep: process \(process.id.pid) has ended or left its group; nothing is written", .noInput)
    }
    do throws(KernelError) {
      try DropInFile.apply(plan, below: root.path)
    } catch {
      throw CommandFailure("keep", error, .cannotCreate)
    }
    try StandardOutput.say((plan.new == nil ? "removed " : "written ") + plan.path)
    try StandardOutput.say("undo: " + plan.undo)
  }

  private func setNow(_ plan: KeepPlan, _ found: KeepTarget, _ root: KernelRoot) throws {
    if let tree = try found.treeNow(root) {
      for line in try LiveLimits.set(plan.groupWishes, tree, root) { try StandardOutput.say(line) }
    } else {
      try StandardOutput.say(
        "the unit does not run: it starts with these values once systemd has read them")
    }
    guard case .adj(let adj)? = plan.asked.first(where: { $0.setting == .oomScoreAdj })?.new
    else {
      return
    }
    guard let process = found.process else {
      return try StandardOutput.say("OOMScoreAdjust= is for what is started from now on")
    }
    try StandardOutput.say(Self.set(adj, process, root))
  }

  /// Sets the value of the process that was asked for.
  static func set(
    _ adj: Int32, _ process: KeepTarget.Process, _ root: KernelRoot
  ) throws -> String {
    var held = HeldProcesses(root)
    held.hold([process.id])
    let edit = AdjEdit(process: process.id, name: "oom_score_adj", old: process.adj, new: adj)
    return held.apply(edit).line
  }
}
