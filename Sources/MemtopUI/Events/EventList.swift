import LinuxKernel
import MemtopCore

/// One line of the events pane.
enum ListedEvent: Sendable {
  case kill(KillHistory.Entry)
  /// With its number among all that was done.
  case act(ActRecord, number: Int)

  enum ID: Equatable {
    case kill(Int)
    case act(Int)
  }

  var id: ID {
    switch self {
    case .kill(let entry): .kill(entry.id)
    case .act(_, let number): .act(number)
    }
  }
}

/// Kills and what was done here.
extension App {
  var killCount: Int { kills.entries.count + kills.fromJournal.count }
  /// Those that are shown.
  var eventCount: Int {
    eventFilter.isEmpty ? killCount + acts.records.count : events.count
  }

  /// Those that the filter lets through, in the order that was chosen.
  var events: [ListedEvent] {
    let all = eventOrder.sorted(allEvents, self)
    guard !eventFilter.isEmpty else { return all }
    let frame = AppFrame(self)
    return all.filter { event in
      eventFilter.matches { text in
        EventColumn.all.contains { $0.text(event, frame.app).lowercased().contains(text) }
      } value: { column in
        column.value(event, frame.app)
      }
    }
  }

  /// The newest first.
  var allEvents: [ListedEvent] {
    let all =
      (kills.entries + kills.fromJournal).map(ListedEvent.kill)
      + acts.records.enumerated().map { .act($1, number: acts.forgotten + $0) }
    // A kill without a time is older than all that was done here.
    return all.enumerated()
      .map { (at: time(of: $1) ?? .min, place: $0, event: $1) }
      .sorted { ($0.at, $0.place) > ($1.at, $1.place) }
      .map(\.event)
  }

  /// Unit: nanoseconds after 1970-01-01 UTC.
  func time(of event: ListedEvent) -> Int64? {
    switch event {
    case .act(let record, _): record.at
    case .kill(let entry):
      entry.seenAt
        ?? killClock.seconds(entry.kill.time).map {
          $0.multipliedReportingOverflow(by: 1_000_000_000).partialValue
        }
    }
  }

  /// The times of the running kernel's log.
  var killClock: LogClock { LogClock(bootTime: model.facts.bootTime) }

  /// Whether the log tells of all that the kernel counted; nil while that cannot be said.
  var killTally: KillTally? {
    guard kills.state == .live else { return nil }
    let counted = model.sample.vmStat.value?[.oomKill]
    return KillTally(
      counted: counted.map { max($0, kills.killLines) }, atStart: killsAtStart,
      logged: kills.killLines, extent: kills.extent)
  }

  /// Asks for what the journal tells of kills by programs, where it is not being read already.
  mutating func readJournal() -> [Effect] {
    guard model.facts.isLive, kills.journal != .reading else { return [] }
    kills.expectJournal()
    return [.readJournal(since: kills.journalSince)]
  }

  /// Remembers what was done; what is to be logged comes back.
  mutating func record(_ done: [ActRecord]) -> [Effect] {
    guard !done.isEmpty else { return [] }
    keepingEventCursor { $0.acts.take(done) }
    listExplainedActs()
    return changeLog == nil ? [] : [.log(done)]
  }

  /// The cursor stays on its event when others come; on the first line it stays there.
  mutating func keepingEventCursor(_ body: (inout App) -> Void) {
    let line = pane == .events ? selection.cursor : leftAt[.events] ?? 0
    let before = line > 0 ? events : []
    body(&self)
    guard before.indices.contains(line) else { return }
    guard let now = events.firstIndex(where: { $0.id == before[line].id }) else { return }
    if pane == .events {
      selection.top = max(0, selection.top + now - line)
      selection.cursor = now
    } else {
      leftAt[.events] = now
    }
  }
}
