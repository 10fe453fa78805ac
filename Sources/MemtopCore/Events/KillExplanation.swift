/// Why one kill happened, as text for people: who asked, what was full, how the kernel chose, what
/// held the memory and what could have kept the victim alive.
///
/// Every sentence follows from lines that the log holds; where they are missing, that is said.
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
    let cause = KillCause(facts: facts, shown: shown).lines
    let before = (opening + cause + [""] + choice).map { Line($0) }
    let behind = (memory + remedies).map { Line($0) }
    return before + table.map { Line($0, isTable: true) } + behind
  }

  private func shown(_ text: String) -> String { spelled(VisibleText.make(text)) }

  private func named(_ name: String) -> String { name.isEmpty ? "(no name)" : shown(name) }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - measure(text))) + text
  }

  private func size(_ pages: some BinaryInteger) -> String {
    Quantity.pages(pages, of: facts.pageSize)
  }

  private func bytes(_ figure: ReportedMemory.Figure) -> UInt64? {
    report.memory.bytes(figure, pageSize: facts.pageSize)
  }

  // MARK: What happened

  private var opening: [String] {
    var lines = ["Killed: \(named(kill.victim.name)), pid \(kill.victim.pid)" + when]
    if kill.victim.isOnlyReaped {
      lines.append("The line of the kill is not in the log: only the oom_reaper names the victim")
    }
    if kill.victim.proof.isOpenToAll {
      lines.append("Source: the log does not prove that the kernel wrote it")
    }
    lines.append("Invoker: " + invoker)
    if let held { lines.append("It held: " + held) }
    return lines
  }

  private var invoker: String {
    guard let invocation = report.invocation else {
      return report.isEmpty
        ? "the log holds no report of this kill, only its own line"
        : "the line that says who asked for memory is not in the log"
    }
    let pid = report.invokerPID.map { ", pid \($0)" } ?? ""
    return "\(named(invocation.name))\(pid): " + request(invocation)
  }

  private func request(_ invocation: KillInvocation) -> String {
    if invocation.isSysRq { return "the sysrq key asked for a kill" }
    if invocation.isPageFault { return "it had a page fault; how much it asked for is not told" }
    let order = invocation.order.map { UInt64(min(max($0, 0), 20)) }
    return "it asked for \(order.map { size(UInt64(1) << $0) } ?? "memory")"
      + (invocation.gfpMask.map { " (\(shown($0)))" } ?? "")
  }

  /// What the line of the kill says of its memory.
  private var held: String? {
    let parts = [
      ("anon", kill.victim.rssAnon), ("file", kill.victim.rssFile), ("shmem", kill.victim.rssShmem),
    ].compactMap { title, size in size.map { "\(title) \(Quantity.bytes($0))" } }
    return parts.isEmpty ? nil : parts.joined(separator: "; ") + " (the line of the kill)"
  }

  private var when: String {
    if let seconds = at.map({ $0 / 1_000_000_000 }) ?? clock.seconds(kill.time) {
      return ", at " + CalendarTime(seconds: seconds, offset: offset).rfc3339
    }
    return kill.time.uptime.map { ", at uptime " + Quantity.microseconds($0) } ?? ""
  }

  // MARK: How it was chosen

  private var choice: [String] {
    var lines = ["Choice: " + finding]
    guard !facts.candidates.isEmpty else { return lines }
    let rules = facts.version.map { "Linux \($0)" } ?? "the newest kernels (the log names none)"
    lines.append(
      "Badness: rss + swap + page tables + adj x (total / 1000), by the rules of \(rules)")
    guard let total = facts.total else {
      lines.append("Total: not in the report, so adj is left out below")
      return lines
    }
    let what = facts.nodes.map { ", the memory of nodes \($0) and all swap" } ?? ""
    let doubt =
      switch facts.swapOfTotal {
      case .told: ""
      case .unknown: ", without the host's swap, which the report does not say"
      case .assumed: ", if the host has as much swap as the group's limits allow"
      }
    lines.append("Total: \(total) pages, \(size(total))" + what + doubt)
    return lines
  }

  private var rows: String { Self.count(report.rowCount, "row") + " that the log holds" }

  private static func count(_ number: Int, _ what: String) -> String {
    "\(number) \(what)" + (number == 1 ? "" : "s")
  }

  private var finding: String {
    switch facts.finding {
    case .highest(let lead?):
      "of the \(rows) it has the highest badness, \(lead) pages (\(size(lead))) ahead" + doubt
    case .highest(nil): "of the \(rows) it is the only one that could be killed"
    case .tie:
      "of the \(rows) none has a higher badness, and of equals the kernel took this one" + doubt
    case .equal:
      "of the \(rows) none has a higher badness; its equal, the child of a vfork or dying already, is "
        + "passed over" + doubt
    case .allocatingTask: "vm.oom_kill_allocating_task is set: whoever asks dies"
    case .groupMember:
      "it died with its group \(report.killedGroup.map(shown) ?? ""), for memory.oom.group is set"
    case .sharer: "it shared the memory of the victim"
    case .child(let parent): "it died in the place of \(chosen(parent))"
    case .rank(let rank):
      "it does not follow from the \(rows): there it is number \(rank)" + doubt
    case .notInTable: "none of the \(rows) is its own"
    case .noTable where report.rowCount > 0:
      "its task table of \(Self.count(report.rowCount, "row")) is no longer kept; memtop events --explain "
        + "reads the log again"
    case .noTable: "the log has no task table, so the choice cannot be checked"
    }
  }

  /// Whether what adj counts is known.
  private var doubt: String {
    guard facts.candidates.contains(where: { $0.badness != nil && $0.row.oomScoreAdj != 0 }) else {
      return ""
    }
    return facts.total == nil
      ? ", without adj"
      : facts.swapOfTotal == .told ? "" : ", with the total that is known"
  }

  /// Whom the kernel chose before it took a child of it, up to Linux 5.0.
  private func chosen(_ pid: Int32) -> String {
    func row(_ pid: Int32) -> TaskRow? { report.rows.first { $0.pid == pid || $0.tgid == pid } }
    let name = report.choice?.name ?? row(pid)?.name
    let score = report.choice.map { ", which the kernel had chosen with score \($0.score)" } ?? ""
    let relation: String
    switch (row(pid)?.tgid, kill.row?.tgid) {
    case (let one?, let other?) where one == other: relation = "another thread of it"
    case (.some, .some): relation = "its parent"
    default: relation = "its parent or another thread of it"
    }
    return "pid \(pid)" + (name.map { " (\(named($0)))" } ?? "") + ", \(relation)" + score
  }

  private var table: [String] {
    guard !facts.candidates.isEmpty else { return [] }
    let titles = ["", "PID", "BADNESS", "RSS", "SWAP", "PTE", "ADJ", "NAME"]
    let rows = facts.candidates.prefix(Self.rowLimit).enumerated().map { number, candidate in
      [
        candidate.badness == nil ? "never" : String(number + 1), String(candidate.row.tgid),
        candidate.badness.map { String($0) } ?? "-", size(candidate.row.rss),
        size(candidate.row.swap), size(candidate.pageTables), String(candidate.row.oomScoreAdj),
        named(candidate.row.name),
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
    (.anon, "anon"), (.file, "file"), (.unevictable, "unevictable"), (.shmem, "shmem"),
    (.slab, "slab"), (.unreclaimableSlab, "unreclaimable, in slab"), (.pageTables, "page tables"),
    (.kernelStack, "kernel stacks"), (.kernel, "kernel"), (.sockets, "sockets"), (.free, "free"),
  ]

  private var memory: [String] {
    let known = Self.holders.compactMap { holder in
      bytes(holder.figure).map { "\(title(holder)) \(Quantity.bytes($0))" }
    }
    return known.isEmpty ? [] : ["", "Memory: " + known.joined(separator: "; ")]
  }

  /// Mem-Info counts lists of pages, and has those of shared memory on the anonymous ones, or the
  /// unevictable one where they are locked. A group's statistics count what pages are: there it is cache.
  private func title(_ holder: (figure: ReportedMemory.Figure, title: String)) -> String {
    guard holder.figure == .shmem else { return holder.title }
    guard report.memory.countsLists else { return "shmem, in file" }
    return bytes(.unevictable) ?? 0 > 0 ? "shmem, in anon and unevictable" : "shmem, in anon"
  }

  // MARK: What would have helped

  private var remedies: [String] {
    let list = KillRemedies(facts).all.map { remedy in
      switch remedy {
      case .hog(let hog, let share):
        "\(named(hog.name)), pid \(hog.pid), held \(size(hog.pages))"
          + (share.map { ", \(Quantity.percent($0)) of the total" }
            ?? ", the most of the \(rows)")
          + ((share ?? 0) >= 50 ? ": a leak, or more than fits here" : "")
      case .adj(let value, let next):
        "oom_score_adj \(value) or less: by this table the kernel would have chosen \(named(next.name)), pid "
          + "\(next.tgid)"
      case .raiseLimit(let group): "a higher limit of \(shown(group))"
      case .setLimit: "a limit on the group of whoever grows, so that the shortage stays in it"
      case .widenNodes:
        "memory that is bound to fewer of these nodes, or a cpuset or policy that allows more of them"
      case .addSwap: "swap: there was none"
      case .allowSwap(let group):
        "swap for \(group.map(shown) ?? "the group"): its limits allow none"
      case .moreSwap: "more swap: it was full, or nearly"
      case .largerBlocks:
        "memory in one piece: a larger vm.min_free_kbytes, or smaller requests"
      case .widerZone(let zone):
        "requests that may use more than \(zone.title) and the zones below it: others had memory free"
      case .addMemory: "more memory"
      }
    }
    guard !list.isEmpty else { return [] }
    return ["", "What could have prevented it, the likeliest first:"]
      + list.enumerated().map { "  \($0 + 1). \($1)" }
  }
}
