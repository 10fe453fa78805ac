import MemtopCore

extension Pane {
  static let events = Pane(
    .events, key: "5", title: "Events",
    help: "What was killed for memory, by the kernel or a program, and what was done here; Enter "
      + "says more. Pressed again it reads the journal again.",
    columns: EventTable.choice,
    shown: { app in
      let (fitting, columns) = EventTable.columns(app.settings, width: app.width)
      return fitting.places.map { Pane.ShownColumn(columns[$0.index].id, $0) }
    },
    lineCount: { $0.eventCount },
    lists: .event,
    subject: { app, line in app.event(atLine: line).map { .event($0.id) } },
    sum: { app, tagged in
      guard let rss = EventColumn.named("rss") else { return nil }
      let kills = app.allEventPlaces.map { app.event(at: $0) }.filter { event in
        if case .kill = event { tagged.contains(.event(event.id)) } else { false }
      }
      return Pane.sum(rss.title, kills.map { rss.value($0, app) })
    },
    count: { app in
      let done = app.acts.records.count
      let all = "\(app.killCount) killed" + (done > 0 ? ", \(done) done here" : "")
      return app.eventFilter.isEmpty ? all : "\(app.eventCount) of \(all)"
    },
    foot: { $0.eventFoot },
    drawing: .table(EventTable.make),
    comeUp: { $0.readJournal() },
    open: { app in
      if let event = app.aimedEvent { app.open(event) }
      return []
    },
    openLabel: { _ in "Why" },
    // What was done stands here.
    barPriority: ["undo": 85],
    sorting: Sorting(
      now: { Pane.Order(column: $0.eventOrder.column, isDescending: $0.eventOrder.isDescending) },
      by: { app, id in
        if let column = id.flatMap(EventColumn.named) { app.orderEvents { $0.sort(by: column) } }
        return []
      },
      invert: { app in
        app.orderEvents { $0.invert() }
        return []
      }),
    filtering: .terms(
      now: { $0.eventFilter },
      take: { app, filter in
        app.listingEvents { $0.eventFilter = filter }
        app.fitCursor()
        return []
      }),
    isFound: { app, line, match in
      guard let event = app.event(atLine: line) else { return false }
      return EventColumn.all.contains { match.isFound(in: $0.text(event, app)) }
    })
}

extension App {
  /// Does something with the group that the event under the cursor was about.
  mutating func actOnGroupOfEvent(_ act: FindingAct.ID) -> [Effect] {
    guard let group = aimedEvent.flatMap(group(of:)) else { return [] }
    return self.act(act, on: group)
  }

  fileprivate mutating func open(_ event: ListedEvent) {
    switch event {
    case .kill(let entry):
      switch entry.kill {
      case .kernel(let kill):
        let told = KillExplanation(kill, killClock, at: time(of: event), offset: timeOffset)
        open(
          KillReportDialog(told.document, group: group(of: event)) {
            Command.named($0.rawValue)?.ownReason(self)
          })
      case .program(let kill): open(told(kill, at: time(of: event)))
      }
    case .act(let record, _): open(told(record))
    }
  }

  /// All that is known of a kill that was not the kernel's.
  private func told(_ kill: ReportedKill, at: Int64?) -> OutcomeDialog {
    OutcomeDialog(
      title: "Killed by \(kill.killerName)",
      lines: ProgramKillExplanation.lines(kill, date: at.map(dateText)) { model.users[$0] })
  }

  private func told(_ record: ActRecord) -> OutcomeDialog {
    var lines = [dateText(record.at) + (authorText.map { ", by " + $0 } ?? "")]
    let process = record.name + (record.process.map { ", pid \($0.pid)" } ?? "")
    switch record {
    case .adj(let change):
      let old = change.old.map(String.init) ?? "?"
      lines.append("oom_score_adj of \(process): \(old) \(glyphs.arrow) \(change.new)")
      if change.found != change.new {
        lines.append(
          "It reads \(change.found.map(String.init) ?? "nothing") after the write.")
      }
      return OutcomeDialog(title: change.isUndo ? "An undone change" : "A change", lines: lines)
    case .signal(let sent):
      lines.append("\(sent.signal.name) sent to \(process): \(sent.signal.effect).")
      lines.append("A signal cannot be undone.")
      return OutcomeDialog(title: "A signal", lines: lines)
    case .group(let change):
      lines.append("cgroup \(VisibleText.make(change.plan.path))")
      lines.append(record.text(arrow: glyphs.arrow))
      return OutcomeDialog(title: "A change of limits", lines: lines)
    case .move:
      lines.append(process)
      lines.append(record.text(arrow: glyphs.arrow))
      return OutcomeDialog(title: "A move", lines: lines)
    case .kept(let change):
      lines.append("\(process): \(VisibleText.make(change.plan.path))")
      lines.append(record.text(arrow: glyphs.arrow))
      return OutcomeDialog(title: "A drop-in", lines: lines)
    }
  }

  private func dateText(_ at: Int64) -> String {
    CalendarTime(seconds: at / 1_000_000_000, offset: timeOffset).rfc3339
  }

  /// What the counters say, what could not be read, and where changes are logged.
  fileprivate var eventFoot: [DialogLine] {
    var lines: [(text: String, role: Role)] = []
    if killCount > 0, let note = ProcessView.foreignPIDs(model.view.limit) {
      lines.append((note, .warn))
    }
    if let tally = killTally {
      let isWhole = tally.withoutReport ?? 0 == 0 || tally.logBegins != nil
      lines.append((tally.text, isWhole ? .dim : .warn))
    }
    if case .refused(let reason) = kills.state { lines.append((VisibleText.make(reason), .warn)) }
    if kills.extent.gaps > 0 {
      lines.append(("\(kills.extent.gaps) gaps: records were overwritten unread", .warn))
    }
    if kills.forgotten > 0 { lines.append(("\(kills.forgotten) older kills left out", .dim)) }
    if let journal = journalText { lines.append(journal) }
    if let changeLog { lines.append(("acts go to " + VisibleText.make(changeLog), .dim)) }
    return lines.flatMap { text, role in
      TextWrap.lines(text, width: max(1, width - 2), columns: characterWidth)
        .map { DialogLine($0, role) }
    }
  }

  /// Whether kills by programs would be here; nil where nothing was asked.
  private var journalText: (text: String, role: Role)? {
    switch kills.journal {
    case .unread: nil
    case .reading: ("kills by programs: reading the journal", .dim)
    case .read(let at):
      (
        "kills by programs: from the journal at "
          + CalendarTime(seconds: at / 1_000_000_000, offset: timeOffset).clock
          + "; \(currentPane.key.name(glyphs)) reads it again", .dim
      )
    case .missing: ("kills by programs are not seen: there is no journalctl", .dim)
    case .refused(let reason):
      ("kills by programs are not all seen: " + VisibleText.make(reason), .warn)
    case .empty: ("kills by programs are not seen: no right to the journal, or it is empty", .dim)
    }
  }
}
