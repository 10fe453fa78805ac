/// Why one kill happened, as text for people: who asked, what was full, how the kernel chose, what
/// held the memory and what would have kept the victim alive.
public struct KillExplanation {
  public struct Line: Sendable, Equatable {
    public let text: String
    /// Its columns stand below others: it must not be wrapped.
    public let isTable: Bool

    init(_ text: String, isTable: Bool = false) {
      self.text = text
      self.isTable = isTable
    }
  }

  private static let rowLimit = 20

  private let facts: PostMortem
  private let clock: LogClock
  private let at: Int64?
  private let offset: Int64
  private let spelled: (String) -> String
  private let measure: (String) -> Int

  private var kill: KernelKill { facts.kill }
  private var report: KillReport { kill.report }

  /// - Parameters:
  ///   - at: when it was seen to happen, which is told in place of the log's time.
  ///     Unit: nanoseconds after 1970-01-01 UTC.
  ///   - offset: of the times that are written. Unit: seconds east of UTC.
  ///   - spelled: a text in the characters that the reader has.
  ///   - measure: how many cells a text takes in a terminal.
  public init(
    _ kill: KernelKill, _ clock: LogClock, at: Int64? = nil, offset: Int64 = 0,
    spelled: @escaping (String) -> String = { $0 }, measure: @escaping (String) -> Int
  ) {
    facts = PostMortem(kill)
    self.clock = clock
    self.at = at
    self.offset = offset
    self.spelled = spelled
    self.measure = measure
  }

  /// The text, line by line.
  public var lines: [Line] {
    let before = (opening + [""] + choice).map { Line($0) }
    let behind = (memory + remedies).map { Line($0) }
    return before + table.map { Line($0, isTable: true) } + behind
  }

  private func shown(_ text: String) -> String { spelled(VisibleText.make(text)) }

  private func named(_ name: String) -> String { name.isEmpty ? "(no name)" : shown(name) }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - measure(text))) + text
  }

  private func size(_ pages: some BinaryInteger) -> String {
    let (bytes, overflow) = UInt64(clamping: pages).multipliedReportingOverflow(by: facts.pageSize)
    return Quantity.bytes(overflow ? .max : bytes)
  }

  private func bytes(_ figure: ReportedMemory.Figure) -> UInt64? {
    report.memory.bytes(figure, pageSize: facts.pageSize)
  }

  // MARK: What happened

  private var opening: [String] {
    var lines = ["Killed: \(named(kill.victim.name)), pid \(kill.victim.pid)" + when]
    if let invocation = report.invocation {
      let pid = report.invokerPID.map { ", pid \($0)" } ?? ""
      let request =
        invocation.isSysRq
        ? "the sysrq key asked for a kill"
        : "it asked for \(invocation.order.map { size(UInt64(1) << UInt64(min(max($0, 0), 20))) } ?? "memory")"
          + (invocation.gfpMask.map { " (\(shown($0)))" } ?? "")
      lines.append("Invoker: \(named(invocation.name))\(pid): \(request)")
    } else {
      lines.append("Invoker: the log holds no report of this kill, only its own line")
    }
    lines.append(contentsOf: cause)
    return lines
  }

  private var when: String {
    if let seconds = at.map({ $0 / 1_000_000_000 }) ?? clock.seconds(kill.time) {
      return ", at " + CalendarTime(seconds: seconds, offset: offset).rfc3339
    }
    return kill.time.uptime.map { ", at uptime " + Quantity.microseconds($0) } ?? ""
  }

  private var cause: [String] {
    if report.invocation?.isSysRq == true {
      return ["Cause: somebody asked for it; whether memory was short does not matter then"]
    }
    switch kill.scope {
    case .cgroup:
      let group = report.limitCgroup.map { " of " + shown($0) } ?? " of a memory cgroup"
      var line = "Cause: the limit\(group), not the host"
      if let usage = bytes(.usage), let limit = bytes(.limit) {
        line += ": \(Quantity.bytes(usage)) of \(Quantity.bytes(limit)) in use"
      }
      return [line] + swap
    case .cpuset: return ["Cause: \(nodes) of a cpuset, not the host"] + nodesFree + swap
    case .memoryPolicy:
      return ["Cause: \(nodes) of a memory policy, not the host"] + nodesFree + swap
    case .host: return ["Cause: the host had no memory left"] + swap
    case nil: return ["Cause: the log does not say whose memory ran out"]
    }
  }

  private var nodes: String {
    facts.nodes.map { "there was no memory left on the nodes \($0)" }
      ?? "there was no memory left on the nodes"
  }

  /// What the nodes had free: those that could be used, and the others.
  private var nodesFree: [String] {
    guard let allowed = facts.nodes, !report.memory.nodesFree.isEmpty else { return [] }
    let all = report.memory.nodesFree.sorted { $0.key < $1.key }
    let (own, others) = (
      all.filter { allowed.contains($0.key) }, all.filter { !allowed.contains($0.key) }
    )
    func list(_ nodes: [(key: UInt32, value: UInt64)]) -> String {
      nodes.prefix(8).map { "node \($0.key) \(Quantity.bytes($0.value))" }.joined(separator: ", ")
    }
    return [("Free where it may be used: ", own), ("Free elsewhere: ", others)].compactMap {
      $1.isEmpty ? nil : $0 + list($1)
    }
  }

  private var swap: [String] {
    guard let swap = facts.swap else { return [] }
    guard let limit = swap.limit else {
      return ["Swap: \(Quantity.bytes(swap.used)) in use, without a limit"]
    }
    if limit == 0 { return ["Swap: none"] }
    return [
      "Swap: \(Quantity.bytes(swap.used)) of \(Quantity.bytes(limit)) in use"
        + (facts.isSwapFull == true ? ": full" : "")
    ]
  }

  // MARK: How it was chosen

  private var choice: [String] {
    var lines = ["Choice: " + finding]
    guard !facts.candidates.isEmpty else { return lines }
    let rules = facts.version.map { "Linux \($0)" } ?? "the newest kernels (the log names none)"
    lines.append(
      "Badness: rss + swap + page tables + adj x (total / 1000), by the rules of \(rules)")
    lines.append(
      facts.total.map {
        "Total: \($0) pages, \(size($0))"
          + (facts.nodes.map { ", the memory of nodes \($0) and all swap" } ?? "")
          + (facts.lacksSwap ? ", without the host's swap, which the report does not say" : "")
      }
        ?? "Total: not in the report, so adj is left out below")
    return lines
  }

  private var finding: String {
    switch facts.finding {
    case .highest(let lead?): "it follows from the table: \(lead) pages (\(size(lead))) ahead"
    case .highest(nil):
      "it follows from the table: of its \(report.rowCount) rows no other could be killed"
    case .tie: "it follows from the table: of equals the kernel took this one"
    case .equal:
      "it follows from the table: it has the highest badness; its equal, the child of a vfork or "
        + "dying already, is passed over"
    case .allocatingTask: "vm.oom_kill_allocating_task is set: whoever asks dies"
    case .groupMember:
      "it died with its group \(report.killedGroup.map(shown) ?? ""), for memory.oom.group is set"
    case .sharer: "it shared the memory of the victim"
    case .child(let parent):
      "it died in the place of pid \(parent)"
        + (report.rows.first { $0.pid == parent || $0.tgid == parent }
          .map { " (\(named($0.name)))" } ?? "")
        + ", its parent or another thread"
    case .rank(let rank):
      "it does not follow from the table: there it is number \(rank)"
        + (facts.total == nil ? ", without adj" : "")
    case .notInTable: "the table has no row for it"
    case .noTable where report.rowCount > 0:
      "its task table of \(report.rowCount) rows is no longer kept; memtop events --explain reads "
        + "the log again"
    case .noTable: "the log has no task table, so the choice cannot be checked"
    }
  }

  private var table: [String] {
    guard !facts.candidates.isEmpty else { return [] }
    let titles = ["", "PID", "BADNESS", "RSS", "SWAP", "PTE", "ADJ", "NAME"]
    let rows = facts.candidates.prefix(Self.rowLimit).enumerated().map { number, candidate in
      [
        candidate.badness == nil ? "never" : String(number + 1), String(candidate.row.tgid),
        candidate.badness.map { String($0) } ?? "-", size(candidate.row.rss),
        size(candidate.row.swap), size(candidate.pageTables), String(candidate.row.oomScoreAdj),
        shown(candidate.row.name),
      ]
    }
    var widths = titles.map(measure)
    for row in rows {
      for (column, text) in row.enumerated() {
        widths[column] = max(widths[column], measure(text))
      }
    }
    var lines = [""]
    for row in [titles] + rows {
      let cells = row.dropLast().enumerated().map { column, text in
        padded(text, widths[column])
      }
      lines.append((cells + row.suffix(1)).joined(separator: "  "))
    }
    if facts.candidates.count > Self.rowLimit {
      lines.append("and \(facts.candidates.count - Self.rowLimit) more")
    }
    return lines
  }

  // MARK: What held the memory

  private static let holders: [(figure: ReportedMemory.Figure, title: String)] = [
    (.anon, "anon"), (.file, "file"), (.shmem, "shmem"), (.slab, "slab"),
    (.unreclaimableSlab, "unreclaimable, in slab"), (.pageTables, "page tables"),
    (.kernelStack, "kernel stacks"), (.kernel, "kernel"), (.sockets, "sockets"), (.free, "free"),
  ]

  private var memory: [String] {
    let known = Self.holders.compactMap { holder in
      bytes(holder.figure).map { "\(title(holder)) \(Quantity.bytes($0))" }
    }
    return known.isEmpty ? [] : ["", "Memory: " + known.joined(separator: "; ")]
  }

  /// Shared memory is in the lists of anonymous pages, which Mem-Info counts, and in the file pages of a
  /// group's statistics.
  private func title(_ holder: (figure: ReportedMemory.Figure, title: String)) -> String {
    guard holder.figure == .shmem else { return holder.title }
    return report.memory.countsLists ? "shmem, in anon" : "shmem, in file"
  }

  // MARK: What would have helped

  private var remedies: [String] {
    let list = KillRemedies(facts).all.map { remedy in
      switch remedy {
      case .hog(let hog, let share):
        "\(named(hog.name)), pid \(hog.pid), held \(size(hog.pages))"
          + (share.map { ", \(Quantity.percent($0)) of the total" } ?? "")
          + ((share ?? 0) >= 50 ? ": a leak, or more than fits here" : ": the largest")
      case .adj(let value, let next):
        "oom_score_adj \(value) or less would have spared it, and killed \(shown(next.name)), "
          + "pid \(next.tgid)"
      case .raiseLimit(let group): "a higher limit of \(shown(group))"
      case .setLimit: "a limit on the group of the hog would have kept the shortage in it"
      case .widenNodes:
        "memory that is bound to fewer of these nodes, or a cpuset or policy that allows more of them"
      case .addSwap: "swap: there was none"
      case .allowSwap(let group):
        "swap for \(group.map(shown) ?? "the group"): its limit of swap is 0"
      case .moreSwap: "more swap: it was full"
      case .addMemory: "more memory"
      }
    }
    guard !list.isEmpty else { return [] }
    return ["", "What would have prevented it, the best first:"]
      + list.enumerated().map { "  \($0 + 1). \($1)" }
  }
}
