import ArgumentParser
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop victims`: whom the kernel would kill, in which order and why.
struct VictimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "victims",
    abstract: "Write the order in which the kernel would kill, were memory to run out now.",
    discussion: """
      The kernel's own formula, for the host or for a cgroup, by the rules of the running version. \
      In JSON and CSV badness, its terms and the uncertainty are pages; what comes back is bytes. \
      Where growth was watched, by --for or in a series given by --root, a second rank says who dies \
      once memory, or the cgroup's limit, has run out at that pace.
      """)

  @ParentCommand var parent: Memtop
  @OptionGroup var system: SourceArguments

  @Option(
    help: ArgumentHelp("Run out of memory in this cgroup.", valueName: "path"),
    completion: Completions.cgroups)
  var cgroup: String?

  @Option(
    help: ArgumentHelp(
      "Run out of memory on these nodes, as under a cpuset.", valueName: "list"),
    transform: ArgumentReading.nodes)
  var nodes: NodeList?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Show what this oom_score_adj would change; can be given again.", valueName: "pid=adj"),
    completion: Completions.processes, transform: ArgumentReading.adjEdit)
  var edits: [VictimsReport.Edit] = []

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("Watch growth so long first: 30s, 10m.", valueName: "time"),
    transform: ArgumentReading.span)
  var duration: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("At most so many victims.", valueName: "n"),
    transform: ArgumentReading.limit)
  var limit: Int?

  @Option(help: ArgumentHelp("How to write it.", valueName: "format"))
  var format = SnapshotCommand.Format.table

  func run() throws {
    if let option = parent.dashboard.firstGiven ?? parent.list.firstGiven {
      throw CommandFailure("\(option) is not for victims", .usage)
    }
    if cgroup != nil, nodes != nil {
      throw CommandFailure("--nodes and --cgroup are two scopes: give one", .usage)
    }
    let source = try HostSource(system.root)
    if duration != nil, !source.isLive {
      throw CommandFailure("--for is for the running system, not for --root", .usage)
    }
    let growth = try growth(source)
    let look = try Look(self, source, source.root)
    let (model, candidates) = (look.model, look.candidates)
    let scope = try scope(look.group, candidates, model)
    for edit in edits where model.processes.index(of: edit.pid) == nil {
      throw CommandFailure("--set: there is no process \(edit.pid)", .noInput)
    }
    let report = VictimsReport(
      model, candidates, scope, edits: edits, limit: limit ?? .max,
      scopeNote: look.isContainer ? Self.note(look.group) : nil, since: growth)
    try write(report, isLive: source.isLive)
    MalformedFiles(model.sample).notice.map(StandardOutput.complain)
  }

  /// What is seen of a system at one time.
  private struct Look {
    let model: Model
    /// Whose memory runs out; nil for the host, or nodes.
    let group: String?
    /// Nobody named a scope, and only a container's processes are seen.
    let isContainer: Bool
    let candidates: KillCandidates

    init(
      _ command: VictimsCommand, _ source: HostSource, _ tree: KernelRoot
    ) throws(CommandFailure) {
      model = try source.one(
        SamplingPlan(all: KillPlan.files), of: tree, from: command.system.source,
        prefersKernel: true)
      isContainer =
        command.cgroup == nil && command.nodes == nil && model.view.limit == .pidNamespace
      group =
        command.cgroup.map(VictimsCommand.cgroupPath)
        ?? (isContainer ? OwnLimit.group(tree, model.sample) : nil)
      let facts = KillFacts(tree, for: group, nodes: command.nodes, model.sample) {
        MemorySharing.ask($0, $1, in: tree)
      }
      candidates = KillCandidates(model.sample, model.facts, facts)
    }

    /// Growth from here on. Nil where an older capture lacks the scope; what is wrong with the running
    /// system's is thrown, before anybody waits.
    func growth(_ command: VictimsCommand) throws(CommandFailure) -> GrowthSince? {
      do throws(CommandFailure) {
        let scope = try command.scope(group, candidates, model)
        return GrowthSince(model.sample, room: scope.room(candidates.facts, model.sample))
      } catch {
        if command.duration != nil { throw error }
        return nil
      }
    }
  }

  /// An earlier look, after which growth is reckoned; nil where there is none.
  private func growth(_ source: HostSource) throws -> GrowthSince? {
    guard let tree = duration == nil ? source.earlier : source.root else { return nil }
    let growth = try Look(self, source, tree).growth(self)
    if let duration {
      KernelClock.sleep(until: KernelClock.monotonic() + UInt64(duration) * 1_000_000_000)
    }
    return growth
  }

  /// Which scope is meant where nobody named one and only a container's processes are seen.
  private static func note(_ group: String?) -> String {
    guard let group else {
      return "no limit of memtop's own cgroup can be seen here: the order is as if the host ran out"
    }
    return "the order is for the limit that holds for memtop's own cgroup, "
      + "\(VisibleText.make(group)) as this namespace names it, not for the host"
  }

  /// A group is named as in `/proc/PID/cgroup`, or by its directory below `/sys/fs/cgroup`.
  static func cgroupPath(_ text: String) -> String {
    var path = Substring(text)
    for mount in CgroupMount.usual {
      let directory = "/" + mount.directory
      if path == directory || path.hasPrefix(directory + "/") {
        path = path.dropFirst(directory.count)
        break
      }
    }
    while path.last == "/" { path.removeLast() }
    return path.first == "/" ? String(path) : "/" + path
  }

  private func scope(
    _ group: String?, _ candidates: KillCandidates, _ model: Model
  ) throws(CommandFailure) -> KillScope {
    if let group {
      let scope = candidates.scope(group, model.sample, pageSize: model.facts.pageSize)
      // The root group outside containers has no limit: it is the host.
      if let scope, group != "/" || scope.isLimited { return scope }
      if group != "/" {
        throw CommandFailure(
          "--cgroup: \(group): there is no such cgroup, or memory is not accounted for there",
          .noInput)
      }
    }
    if let facts = candidates.facts.nodes {
      let scope = KillScope.nodes(
        facts, model.sample, pageSize: model.facts.pageSize, candidates.rules)
      guard let scope else {
        throw CommandFailure(
          "--nodes: \(facts.nodes): /proc/zoneinfo does not tell their size", .noInput)
      }
      return scope
    }
    guard let host = candidates.host else {
      throw CommandFailure("/proc/meminfo: it does not tell how much memory there is", .noInput)
    }
    return host
  }

  private func write(_ report: VictimsReport, isLive: Bool) throws {
    let output = ChunkedOutput(StandardOutput.write)
    switch format {
    case .json: try VictimsJSON.write(report, to: output)
    case .csv: try report.writeCSV(to: output)
    case .table:
      let encoding = CharacterEncoding.ofEnvironment()
      let style = FieldText(now: 0, absent: encoding.isUTF8 ? "–" : "-")
      let table = VictimsTable(style, isUnicode: encoding.isUTF8, measure: encoding.cells)
      try table.write(report, to: output)
    }
  }
}
