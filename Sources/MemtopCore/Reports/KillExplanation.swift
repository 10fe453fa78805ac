/// Why one kill happened: who asked, what was full, how the kernel chose, what held the memory and what
/// could have kept the victim alive.
///
/// Every sentence follows from lines that the log holds; where they are missing, that is said.
public struct KillExplanation {
  private static let rowLimit = 20

  private let facts: PostMortem
  private let clock: LogClock
  private let at: Int64?
  private let offset: Int64

  private var kill: KernelKill { facts.kill }
  private var report: KillReport { kill.report }

  /// - Parameters:
  ///   - at: when it was seen to happen, which is told in place of the log's time.
  ///     Unit: nanoseconds after 1970-01-01 UTC.
  ///   - offset: of the times that are written. Unit: seconds east of UTC.
  public init(_ kill: KernelKill, _ clock: LogClock, at: Int64? = nil, offset: Int64 = 0) {
    facts = PostMortem(kill)
    self.clock = clock
    self.at = at
    self.offset = offset
  }

  public var document: Document {
    let victim = kill.victim
    return Document(
      kind: "kill", title: "Why \(victim.pid) \(shown(victim.name)) was killed",
      subject: [
        ("pid", .number(Int64(victim.pid))), ("comm", .text(shown(victim.name))),
        ("time", seconds.map { .text(date($0)) } ?? .absent),
      ],
      [
        DocumentSection("cause", nil, opening + KillCause(facts: facts, shown: shown).parts),
        DocumentSection("choice", nil, choice), DocumentSection("candidates", nil, table),
        DocumentSection("memory", nil, memory), DocumentSection("remedies", nil, remedies),
      ].filter { !$0.parts.isEmpty })
  }

  private func shown(_ text: String) -> String { VisibleText.make(text) }

  private func named(_ name: String) -> String { name.isEmpty ? "(no name)" : shown(name) }

  private func size(_ pages: some BinaryInteger) -> String {
    Quantity.pages(pages, of: facts.pageSize)
  }

  private func bytes(_ figure: ReportedMemory.Figure) -> UInt64? {
    report.memory.bytes(figure, pageSize: facts.pageSize)
  }

  // MARK: What happened

  private var opening: [DocumentPart] {
    var parts: [DocumentPart] = [
      .text(label: "Killed", "\(named(kill.victim.name)), pid \(kill.victim.pid)" + when)
    ]
    if kill.victim.isOnlyReaped {
      parts.append(
        .text("The line of the kill is not in the log: only the oom_reaper names the victim"))
    }
    if kill.victim.proof.isOpenToAll {
      parts.append(.text(label: "Source", "the log does not prove that the kernel wrote it"))
    }
    parts.append(.text(label: "Invoker", invoker))
    if let held { parts.append(.text(label: "It held", held)) }
    return parts
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
    if let seconds { return ", at " + date(seconds) }
    return kill.time.uptime.map { ", at uptime " + Quantity.microseconds($0) } ?? ""
  }

  /// Unit: seconds after 1970-01-01 UTC.
  private var seconds: Int64? { at.map { $0 / 1_000_000_000 } ?? clock.seconds(kill.time) }

  private func date(_ seconds: Int64) -> String {
    CalendarTime(seconds: seconds, offset: offset).rfc3339
  }

  // MARK: How it was chosen

  private var choice: [DocumentPart] {
    var parts: [DocumentPart] = [.text(label: "Choice", finding)]
    guard !facts.candidates.isEmpty else { return parts }
    let rules = facts.version.map { "Linux \($0)" } ?? "the newest kernels (the log names none)"
    parts.append(
      .text(
        label: "Badness",
        "rss + swap + page tables + adj x (total / 1000), by the rules of \(rules)"))
    guard let total = facts.total else {
      return parts + [.text(label: "Total", "not in the report, so adj is left out below")]
    }
    let what = facts.nodes.map { ", the memory of nodes \($0) and all swap" } ?? ""
    let doubt =
      switch facts.swapOfTotal {
      case .told: ""
      case .unknown: ", without the host's swap, which the report does not say"
      case .assumed: ", if the host has as much swap as the group's limits allow"
      }
    return parts + [.text(label: "Total", "\(total) pages, \(size(total))" + what + doubt)]
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

  private var table: [DocumentPart] {
    guard !facts.candidates.isEmpty else { return [] }
    let columns = ["", "PID", "BADNESS", "RSS", "SWAP", "PTE", "ADJ"]
    let rows = facts.candidates.prefix(Self.rowLimit).enumerated().map { number, candidate in
      let cells: [DocumentTable.Cell] = [
        .value(candidate.badness == nil ? .text("never") : .number(Int64(number + 1))),
        .value(.number(Int64(candidate.row.tgid))),
        .value(candidate.badness.map { .number($0) } ?? .text("-")),
        .pages(Int64(clamping: candidate.row.rss)), .pages(Int64(clamping: candidate.row.swap)),
        .pages(Int64(clamping: candidate.pageTables)),
        .value(.number(Int64(candidate.row.oomScoreAdj))),
      ]
      return DocumentTable.Row(named(candidate.row.name), cells)
    }
    let table = DocumentTable(
      "comm", labelsBehind: "NAME", columns.map { .init($0) }, rows, pageSize: facts.pageSize)
    let more = facts.candidates.count - Self.rowLimit
    return [.table(table)] + (more > 0 ? [.text("and \(more) more")] : [])
  }

  // MARK: What held the memory

  private static let holders: [(figure: ReportedMemory.Figure, title: String)] = [
    (.anon, "anon"), (.file, "file"), (.unevictable, "unevictable"), (.shmem, "shmem"),
    (.slab, "slab"), (.unreclaimableSlab, "unreclaimable, in slab"), (.pageTables, "page tables"),
    (.kernelStack, "kernel stacks"), (.kernel, "kernel"), (.sockets, "sockets"), (.free, "free"),
  ]

  private var memory: [DocumentPart] {
    let known = Self.holders.compactMap { holder in
      bytes(holder.figure).map { "\(title(holder)) \(Quantity.bytes($0))" }
    }
    return known.isEmpty ? [] : [.text(label: "Memory", known.joined(separator: "; "))]
  }

  /// Mem-Info counts lists of pages, and has those of shared memory on the anonymous ones, or the
  /// unevictable one where they are locked. A group's statistics count what pages are: there it is cache.
  private func title(_ holder: (figure: ReportedMemory.Figure, title: String)) -> String {
    guard holder.figure == .shmem else { return holder.title }
    guard report.memory.countsLists else { return "shmem, in file" }
    return bytes(.unevictable) ?? 0 > 0 ? "shmem, in anon and unevictable" : "shmem, in anon"
  }

  // MARK: What would have helped

  private var remedies: [DocumentPart] {
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
    return [.text("What could have prevented it, the likeliest first:"), .list(list)]
  }
}
