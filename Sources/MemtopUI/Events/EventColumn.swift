import LinuxKernel
import MemtopCore

/// One column of the events pane, declared once.
struct EventColumn: Sendable {
  let title: String
  let width: Int
  let alignsRight: Bool
  /// Narrow screens leave out the lowest first; nil for what is always there.
  let priority: Int?
  let text: @Sendable (ListedEvent, App) -> String

  /// From left to right; the last takes what is left of the line.
  static let all: [EventColumn] = [
    EventColumn("TIME", 14) { $1.shortTime(of: $0) },
    EventColumn("BY", 13) { event, _ in
      switch event {
      case .kill(let entry): entry.kill.attributedKiller
      case .act: "memtop"
      }
    },
    EventColumn("PID", 7, alignsRight: true, priority: 100) { event, app in
      switch event {
      case .kill(let entry): entry.kill.pid.map(String.init) ?? app.glyphs.absent
      case .act(let record, _): record.process.map { String($0.pid) } ?? ""
      }
    },
    EventColumn("NAME", 15) { event, app in
      switch event {
      case .kill(let entry): entry.kill.name.map { VisibleText.make($0) } ?? app.glyphs.absent
      case .act(let record, _): record.name
      }
    },
    EventColumn("RSS", 6, alignsRight: true, priority: 97) { event, app in
      size(event, app) { kill in
        let victim = kill.victim
        let parts = [victim.rssAnon, victim.rssFile, victim.rssShmem].compactMap(\.self)
        return parts.isEmpty ? nil : parts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
      }
    },
    EventColumn("ADJ", 5, alignsRight: true, priority: 95) { event, app in
      switch event {
      case .kill(let entry):
        entry.kernelKill?.oomScoreAdj.map(String.init) ?? app.glyphs.absent
      case .act(.adj(let change), _): String(change.new)
      case .act: ""
      }
    },
    EventColumn("ASKED", 15, priority: 90) { event, app in
      guard case .kill(let entry) = event else { return "" }
      guard let invocation = entry.kernelKill?.report.invocation else { return app.glyphs.absent }
      return invocation.isSysRq ? "sysrq" : VisibleText.make(invocation.name)
    },
    EventColumn("ANON", 6, alignsRight: true, priority: 80) { size($0, $1, \.victim.rssAnon) },
    EventColumn("FILE", 6, alignsRight: true, priority: 70) { size($0, $1, \.victim.rssFile) },
    EventColumn("SHMEM", 6, alignsRight: true, priority: 60) { size($0, $1, \.victim.rssShmem) },
    EventColumn("PTE", 6, alignsRight: true, priority: 50) { size($0, $1, \.pageTables) },
    EventColumn("VIRT", 6, alignsRight: true, priority: 40) { size($0, $1, \.victim.totalVM) },
    EventColumn("WHERE", 24) { event, app in
      switch event {
      case .kill(let entry): app.place(of: entry.kill)
      case .act(let record, _): app.text(of: record)
      }
    },
  ]

  private init(
    _ title: String, _ width: Int, alignsRight: Bool = false, priority: Int? = nil,
    _ text: @escaping @Sendable (ListedEvent, App) -> String
  ) {
    self.title = title
    self.width = width
    self.alignsRight = alignsRight
    self.priority = priority
    self.text = text
  }

  private static func size(
    _ event: ListedEvent, _ app: App, _ figure: (KernelKill) -> UInt64?
  ) -> String {
    guard case .kill(let entry) = event else { return "" }
    return app.size(entry.kernelKill.flatMap(figure))
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
      kill.report.limitCgroup.map { VisibleText.make($0) } ?? "a cgroup's limit"
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
