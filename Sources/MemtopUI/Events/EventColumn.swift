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
    EventColumn("BY", 7) { event, _ in
      switch event {
      case .kill: "kernel"
      case .change: "memtop"
      }
    },
    EventColumn("PID", 7, alignsRight: true) { event, _ in
      switch event {
      case .kill(let entry): String(entry.kill.victim.pid)
      case .change(let change): String(change.process.pid)
      }
    },
    EventColumn("NAME", 15) { event, _ in
      switch event {
      case .kill(let entry): VisibleText.make(entry.kill.victim.name)
      case .change(let change): change.name
      }
    },
    EventColumn("RSS", 6, alignsRight: true) { event, app in
      size(event, app) { victim in
        let parts = [victim.rssAnon, victim.rssFile, victim.rssShmem].compactMap(\.self)
        return parts.isEmpty ? nil : parts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
      }
    },
    EventColumn("ADJ", 5, alignsRight: true) { event, app in
      switch event {
      case .kill(let entry): entry.kill.oomScoreAdj.map(String.init) ?? app.glyphs.absent
      case .change(let change): String(change.new)
      }
    },
    EventColumn("ASKED", 15, priority: 90) { event, app in
      guard case .kill(let entry) = event else { return "" }
      guard let invocation = entry.kill.report.invocation else { return app.glyphs.absent }
      return invocation.isSysRq ? "sysrq" : VisibleText.make(invocation.name)
    },
    EventColumn("ANON", 6, alignsRight: true, priority: 80) { size($0, $1, \.rssAnon) },
    EventColumn("FILE", 6, alignsRight: true, priority: 70) { size($0, $1, \.rssFile) },
    EventColumn("SHMEM", 6, alignsRight: true, priority: 60) { size($0, $1, \.rssShmem) },
    EventColumn("PTE", 6, alignsRight: true, priority: 50) { event, app in
      guard case .kill(let entry) = event else { return "" }
      return app.size(entry.kill.pageTables)
    },
    EventColumn("VIRT", 6, alignsRight: true, priority: 40) { size($0, $1, \.totalVM) },
    EventColumn("WHERE", 24) { event, app in
      switch event {
      case .kill(let entry): app.place(of: entry.kill)
      case .change(let change): app.text(of: change)
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
    _ event: ListedEvent, _ app: App, _ figure: (KilledProcess) -> UInt64?
  ) -> String {
    guard case .kill(let entry) = event else { return "" }
    return app.size(figure(entry.kill.victim))
  }
}

extension App {
  fileprivate func size(_ bytes: UInt64?) -> String {
    bytes.map { Quantity.bytes($0, unit: settings.unit) } ?? glyphs.absent
  }

  /// `11-21 14:37:47`, or the uptime where there is no date.
  fileprivate func shortTime(of event: ListedEvent) -> String {
    let at: Int64? =
      switch event {
      case .kill(let entry): time(of: entry)
      case .change(let change): change.at
      }
    if let at {
      let time = CalendarTime(seconds: at / 1_000_000_000, offset: timeOffset)
      return time.date.suffix(5) + " " + time.clock
    }
    guard case .kill(let entry) = event, let uptime = entry.kill.time.uptime else {
      return glyphs.absent
    }
    return "up " + Quantity.span(seconds: uptime / 1_000_000)
  }

  fileprivate func place(of kill: KernelKill) -> String {
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

  fileprivate func text(of change: AdjChange) -> String {
    let old = change.old.map(String.init) ?? "?"
    let what = change.isUndo ? "undone: adj " : "adj "
    return what + "\(old) \(glyphs.arrow) \(change.new)"
      + (authorText.map { " by " + $0 } ?? "")
  }

  var authorText: String? { author.map { $0.text(model.users[$0.user]) } }
}
