import MemtopCore

extension Pane {
  static let events = Pane(
    .events, key: "5", title: "Events",
    help: "What was killed for memory, and what was changed here; Enter says why it was killed.",
    lineCount: { $0.eventCount },
    count: { app in
      let changes = app.changes.changes.count
      let kills = app.kills.entries.count
      return "\(kills) killed" + (changes > 0 ? ", \(changes) changed" : "")
    },
    foot: { $0.eventFoot },
    drawHeader: { EventTable(app: $0).drawHeader(into: &$1, $2) },
    drawRows: { EventTable(app: $0).drawRows(into: &$1, $2) },
    open: { app in
      let events = app.events
      guard events.indices.contains(app.selection.cursor) else { return [] }
      app.open(events[app.selection.cursor])
      return []
    })
}

extension App {
  fileprivate mutating func open(_ event: ListedEvent) {
    switch event {
    case .kill(let entry):
      open(KillReportDialog(entry.kill, killClock, offset: timeOffset))
    case .change(let change):
      let old = change.old.map(String.init) ?? "?"
      let time = CalendarTime(seconds: change.at / 1_000_000_000, offset: timeOffset)
      open(
        OutcomeDialog(
          title: change.isUndo ? "An undone change" : "A change",
          lines: [
            time.rfc3339 + (authorText.map { ", by " + $0 } ?? ""),
            "oom_score_adj of \(change.name), pid \(change.process.pid): "
              + "\(old) \(glyphs.arrow) \(change.new)",
          ]
            + (change.found == change.new
              ? [] : ["It reads \(Self.found(change)) after the write."])
        ))
    }
  }

  private static func found(_ change: AdjChange) -> String {
    change.found.map(String.init) ?? "nothing"
  }

  /// What the counters say, what could not be read, and where changes are logged.
  fileprivate var eventFoot: [DialogLine] {
    var lines: [(text: String, role: Role)] = []
    if let tally = killTally {
      let isWhole = tally.withoutReport ?? 0 == 0 || tally.logBegins != nil
      lines.append((tally.text, isWhole ? .dim : .warn))
    }
    if case .refused(let reason) = kills.state { lines.append((VisibleText.make(reason), .warn)) }
    if kills.extent.gaps > 0 {
      lines.append(("\(kills.extent.gaps) gaps: records were overwritten unread", .warn))
    }
    if kills.forgotten > 0 { lines.append(("\(kills.forgotten) older kills left out", .dim)) }
    if let changeLog { lines.append(("changes go to " + VisibleText.make(changeLog), .dim)) }
    return lines.flatMap { text, role in
      TextWrap.lines(text, width: max(1, width - 2), columns: characterWidth)
        .map { DialogLine($0, role) }
    }
  }
}
