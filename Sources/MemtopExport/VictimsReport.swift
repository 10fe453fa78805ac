import LinuxKernel
import MemtopCore

/// A kill order with all that explains it, ready to be written.
public struct VictimsReport {
  /// A pending change of `oom_score_adj`.
  public struct Edit: Sendable {
    public let pid: Int32
    public let adj: Int32

    public init(pid: Int32, adj: Int32) {
      self.pid = pid
      self.adj = adj
    }
  }

  let model: Model
  let candidates: KillCandidates
  let edits: [(edit: Edit, was: Int32?)]
  let order: KillOrder
  /// The order without the edits; nil where there are none.
  let orderBefore: KillOrder?
  let policy: KillPolicy
  let check: OOMScoreCheck
  /// Whether all were compared that the kernel compares.
  let view: ProcessView
  /// Whom the kernel would kill once the scope has run out, if all that grew goes on; nil where growth
  /// was not watched, or is too slow.
  let outlook: GrowthOutlook?
  private let isGrowthWatched: Bool
  private let limit: Int
  /// How the scope was chosen, where nobody named it.
  private let scopeNote: String?

  /// - Parameters:
  ///   - limit: at most so many victims are written.
  ///   - scopeNote: how the scope was chosen, where nobody named it.
  ///   - growth: since an earlier sample, where one was taken.
  public init(
    _ model: Model, _ candidates: KillCandidates, _ scope: KillScope, edits: [Edit], limit: Int,
    scopeNote: String? = nil, since growth: GrowthSince? = nil
  ) {
    self.scopeNote = scopeNote
    self.model = model
    self.limit = limit
    view = model.view
    var edited = candidates
    var done: [(edit: Edit, was: Int32?)] = []
    for edit in edits {
      let was = edited.processes.first { $0.pid == edit.pid }?.adj
      edited.set(adj: edit.adj, of: edit.pid)
      done.append((edit, was))
    }
    self.edits = done
    self.candidates = edited
    let order = KillOrder(edited, scope)
    self.order = order
    isGrowthWatched = growth != nil
    outlook = growth.flatMap {
      GrowthOutlook(
        edited, order, model.sample, since: $0, pageSize: model.facts.pageSize)
    }
    orderBefore = edits.isEmpty ? nil : KillOrder(candidates, scope)
    policy = KillPolicy(candidates, scope, model.processes)
    check = OOMScoreCheck(candidates)
  }

  var scope: KillScope { order.scope }
  var limits: VictimLimits? { VictimLimits(scope, candidates.facts) }
  var pages: PageCount { PageCount(pageSize: model.facts.pageSize) }
  var pageSize: Int64 { Int64(clamping: model.facts.pageSize) }

  /// The victims that are written.
  ///
  /// - Parameter style: nil for programs.
  func rows(_ style: VictimList.Style? = nil) -> some Sequence<VictimRow> {
    VictimList(
      candidates, order, before: orderBefore, atEnd: outlook?.order,
      visible: view.isWhole ? nil : view.visible, pages,
      style ?? VictimList.Style(absent: "", arrow: "")
    ).rows(at: 0..<min(limit, order.victims.count), name: comm).lazy.map(\.row)
  }

  /// Writes comma-separated values, in the units of the JSON.
  ///
  /// Throws: what the output's sink throws.
  public func writeCSV(to output: consuming ChunkedOutput) throws {
    try RecordCSV.write(VictimField.of(.csv, candidates.rules), rows(), to: output) {
      $0.value($1)
    }
  }

  func pid(_ row: Int32) -> Int32 { candidates.processes[Int(row)].pid }

  /// Names may hold anything; this one is safe to show.
  func comm(_ row: Int32) -> String? {
    model.processes.comm(Int(row)).map { VisibleText.make($0) }
  }

  /// What must be known to read the order, a sentence each.
  var notes: [String] {
    var notes: [String] = []
    if let scopeNote { notes.append(scopeNote) }
    if let warning = view.warning { notes.append(warning) }
    if let warning = policy.warning { notes.append(warning) }
    notes += order.notes { "\(pid($0)) \(comm($0) ?? "?")" }
    if let note = limits?.note { notes.append(note) }
    if let outlook {
      notes.append(Self.note(outlook))
    } else if isGrowthWatched {
      notes.append("nothing runs out within a day as it grew: there is no order at the end")
    }
    if let facts = candidates.facts.nodes {
      if scope.nodes == nil {
        notes.append("\(facts.nodes) are all the nodes with memory: it is the host that runs out")
      } else {
        notes += Self.notes(facts)
      }
    }
    if order.victims.isEmpty {
      notes.append(
        !view.isWhole
          ? "nothing that is visible can be killed"
          : scope.group == nil
            ? "nothing can be killed: out of memory the kernel panics"
            : "nothing in the group can be killed")
    }
    for failure in failures {
      notes.append(
        "\(failure.what) could not be read (\(ErrnoText.name(failure.errno))): the order may be wrong"
      )
    }
    let unreadable = immune(.unreadable).count
    if unreadable > 0 {
      notes.append("\(unreadable) processes could not be read and may stand anywhere in the order")
    }
    if check.large > 0 {
      notes.append(
        "oom_score differs by more than 1 from these numbers for \(check.large) processes")
    }
    return notes
  }

  private static func note(_ outlook: GrowthOutlook) -> String {
    let when = outlook.seconds.map { " in " + TimeSpan.text($0) } ?? ""
    return
      "at the pace watched it runs out\(when); AT END is the order by then, with what the processes "
      + "take until then and of what each death gives back"
  }

  private static func notes(_ facts: NodeFacts) -> [String] {
    var notes = ["\(facts.outside.count) processes may not use these nodes"]
    if !facts.boundElsewhere.isEmpty {
      let pids = facts.boundElsewhere.sorted().prefix(8).map { String($0) }
      notes.append(
        "\(facts.boundElsewhere.count) are bound to other nodes by a memory policy: where a policy's "
          + "nodes are full the kernel passes them over, where a cpuset's are it does not ask ("
          + pids.joined(separator: " ") + (facts.boundElsewhere.count > pids.count ? " …)" : ")"))
    }
    if facts.unknownPolicies > 0 {
      notes.append(
        "of \(facts.unknownPolicies) processes the memory policy could not be read (numa_maps)")
    }
    return notes
  }

  /// What could not be read although it is there.
  var failures: [(what: String, errno: Int32)] {
    var failures = [candidates.facts.failure, model.sample.failure, model.facts.failure]
      .compactMap { $0 }.map { (what: VisibleText.make($0.file), errno: $0.errno) }
    if let code = model.processes.readError {
      failures.append((what: "files of processes", errno: code))
    }
    return failures
  }

  /// The processes of the scope that are never chosen for a reason.
  func immune(_ reason: Immunity) -> [KillCandidate] {
    candidates.processes.filter { $0.immunity == reason && scope.holds($0, candidates) }
  }
}
