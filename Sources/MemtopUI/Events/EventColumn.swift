import LinuxKernel
import MemtopCore

/// One column of the events pane, declared once: heading, filter word and help come from its row.
struct EventColumn: TableField {
  let id: String
  let title: String
  let kind: FieldKind
  let width: Int
  /// Narrow screens leave out the lowest first; nil for what is always there.
  let priority: Int?
  /// It names who was killed, or what was changed.
  var isName = false
  /// It tells in red that a kill was seen to happen.
  var marksNew = false
  /// What it means.
  let help: String
  let text: @Sendable (ListedEvent, App) -> String
  /// What filters compare.
  let value: @Sendable (ListedEvent, App) -> FieldValue

  /// From left to right; the last takes what is left of the line.
  static let all: [EventColumn] = [
    words("time", "TIME", 14, "When: the date, or the uptime where there is no date.") {
      $1.shortTime(of: $0)
    },
    words(
      "by", "BY", 13, marksNew: true,
      "Who killed: the kernel, or a program; memtop for what was done here."
    ) {
      event, _ in
      switch event {
      case .kill(let entry): entry.kill.attributedKiller
      case .act: "memtop"
      }
    },
    number("pid", "PID", 7, 100, "Number of the process.") { event in
      switch event {
      case .kill(let entry): .some(entry.kill.pid.map { Int64($0) })
      case .act(let record, _): record.process.map { .some(Int64($0.pid)) }
      }
    },
    words(
      "name", "NAME", 15, isName: true, marksNew: true,
      "Name of the process, or of the group that was changed."
    ) { event, app in
      switch event {
      case .kill(let entry): entry.kill.name.map { VisibleText.make($0) } ?? app.glyphs.absent
      case .act(let record, _): record.name
      }
    },
    size("rss", "RSS", 97, "Memory that it had in RAM.") { kill in
      let victim = kill.victim
      let parts = [victim.rssAnon, victim.rssFile, victim.rssShmem].compactMap(\.self)
      return parts.isEmpty ? nil : parts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    },
    number("adj", "ADJ", 5, 95, "Its oom_score_adj, or the new value that was set here.") { event in
      switch event {
      case .kill(let entry): .some(entry.kernelKill?.oomScoreAdj.map { Int64($0) })
      case .act(.adj(let change), _): .some(Int64(change.new))
      case .act: nil
      }
    },
    words("asked", "ASKED", 15, priority: 90, "Who asked for memory when there was none.") {
      event, app in
      guard case .kill(let entry) = event else { return "" }
      guard let invocation = entry.kernelKill?.report.invocation else { return app.glyphs.absent }
      return invocation.isSysRq ? "sysrq" : VisibleText.make(invocation.name)
    },
    size("anon", "ANON", 80, "Its anonymous memory in RAM.", \.victim.rssAnon),
    size("file", "FILE", 70, "Its file pages in RAM.", \.victim.rssFile),
    size("shmem", "SHMEM", 60, "Its shared memory in RAM.", \.victim.rssShmem),
    size("pageTables", "PTE", 50, "Its page tables.", \.pageTables),
    size("virt", "VIRT", 40, "Its address space.", \.victim.totalVM),
    words("where", "WHERE", 24, "Whose memory ran out: the host or a cgroup; or what was done.") {
      event, app in
      switch event {
      case .kill(let entry): app.place(of: entry.kill)
      case .act(let record, _): app.text(of: record)
      }
    },
  ]

  private static func words(
    _ id: String, _ title: String, _ width: Int, priority: Int? = nil, isName: Bool = false,
    marksNew: Bool = false, _ help: String,
    _ text: @escaping @Sendable (ListedEvent, App) -> String
  ) -> EventColumn {
    EventColumn(
      id: id, title: title, kind: .text, width: width, priority: priority,
      isName: isName, marksNew: marksNew, help: help, text: text, value: { .text(text($0, $1)) })
  }

  /// - Parameter number: nil where there can be none, the inner nil where it is not told.
  private static func number(
    _ id: String, _ title: String, _ width: Int, _ priority: Int, _ help: String,
    _ number: @escaping @Sendable (ListedEvent) -> Int64??
  ) -> EventColumn {
    EventColumn(
      id: id, title: title, kind: .number, width: width, priority: priority,
      help: help,
      text: { event, app in
        number(event).map { $0.map { String($0) } ?? app.glyphs.absent } ?? ""
      },
      value: { event, _ in number(event).flatMap { $0 }.map(FieldValue.number) ?? .absent })
  }

  private static func size(
    _ id: String, _ title: String, _ priority: Int, _ help: String,
    _ size: @escaping @Sendable (KernelKill) -> UInt64?
  ) -> EventColumn {
    @Sendable func bytes(_ event: ListedEvent) -> UInt64? {
      guard case .kill(let entry) = event else { return nil }
      return entry.kernelKill.flatMap(size)
    }
    return EventColumn(
      id: id, title: title, kind: .bytes, width: 6, priority: priority,
      help: help,
      text: { event, app in
        guard case .kill = event else { return "" }
        return app.size(bytes(event))
      },
      value: { event, _ in bytes(event).map(FieldValue.bytes) ?? .absent })
  }
}

extension KillHistory.Entry {
  /// Nil where a program killed.
  fileprivate var kernelKill: KernelKill? {
    if case .kernel(let kill) = kill { kill } else { nil }
  }
}

extension App {
  fileprivate func size(_ bytes: UInt64?) -> String {
    bytes.map { Quantity.bytes($0, unit: settings.unit) } ?? glyphs.absent
  }

  /// `11-21 14:37:47`, or the uptime where there is no date.
  fileprivate func shortTime(of event: ListedEvent) -> String {
    if let at = time(of: event) { return shortTime(at) }
    guard case .kill(let entry) = event, let uptime = entry.kill.time.uptime else {
      return glyphs.absent
    }
    return "up " + Quantity.span(seconds: uptime / 1_000_000)
  }

  fileprivate func place(of kill: LoggedKill) -> String {
    switch kill {
    case .kernel(let kill): place(of: kill)
    case .program(let kill): kill.group.map { VisibleText.make($0) } ?? kill.signal
    }
  }

  private func place(of kill: KernelKill) -> String {
    switch kill.scope {
    case .cgroup:
      kill.limitGroup.map { VisibleText.make($0) } ?? "a cgroup's limit"
    case .host: "host"
    case .cpuset: "cpuset" + nodes(of: kill)
    case .memoryPolicy: "memory policy" + nodes(of: kill)
    case nil: glyphs.absent
    }
  }

  private func nodes(of kill: KernelKill) -> String {
    kill.report.summary?.allowedNodes.map { ", nodes " + VisibleText.make($0) } ?? ""
  }

  /// `11-21 14:37:47`. Unit of `at`: nanoseconds after 1970-01-01 UTC.
  func shortTime(_ at: Int64) -> String {
    let time = CalendarTime(seconds: at / 1_000_000_000, offset: timeOffset)
    return time.date.suffix(5) + " " + time.clock
  }

  /// `adj 0 → -500 by root`.
  func text(of record: ActRecord) -> String {
    record.text(arrow: glyphs.arrow) + (authorText.map { " by " + $0 } ?? "")
  }

  var authorText: String? { author.map { $0.text(model.users[$0.user]) } }
}
