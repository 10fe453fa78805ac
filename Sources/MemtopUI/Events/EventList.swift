import LinuxKernel
import MemtopCore

/// One line of the events pane.
enum ListedEvent: Sendable {
  case kill(KillHistory.Entry)
  /// With its number among all that was done.
  case act(ActRecord, number: Int)

  enum ID: Hashable {
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

  /// Lines of the pane.
  var eventCount: Int { eventPlaces.count }

  func event(atLine line: Int) -> ListedEvent? {
    eventPlaces.indices.contains(line) ? event(at: eventPlaces[line]) : nil
  }

  /// The group whose limit was met, or was changed, where it is seen here.
  func group(of event: ListedEvent) -> Subject.Target? {
    switch event {
    case .kill(let entry):
      if case .kernel(let kill) = entry.kill, model.facts.namesGroupsAsLog {
        kill.limitGroup.map { .group($0, nil) }
      } else {
        nil
      }
    case .act(.group(let change), _):
      .group(String(decoding: change.plan.path, as: UTF8.self), change.plan.identity)
    case .act: nil
    }
  }

  /// The event that the user saw under the cursor: another may have come to its line since.
  var aimedEvent: ListedEvent? {
    let now = event(atLine: selection.cursor)
    guard case .event(let id)? = selection.aimed ?? sight.subject, now?.id != id else { return now }
    return eventPlaces.lazy.map { event(at: $0) }.first { $0.id == id }
  }

  /// - Parameter place: among the kills of the log, then those of the journal, then what was done here.
  func event(at place: Int) -> ListedEvent {
    if place < kills.entries.count { return .kill(kills.entries[place]) }
    if place < killCount { return .kill(kills.fromJournal[place - kills.entries.count]) }
    let number = place - killCount
    return .act(acts.records[number], number: acts.forgotten + number)
  }

  /// The newest first, whatever is shown.
  var allEventPlaces: [Int] {
    // A kill without a time is older than all that was done here.
    (0..<killCount + acts.records.count)
      .map { (at: time(of: event(at: $0)) ?? .min, place: $0) }
      .sorted { ($0.at, $0.place) > ($1.at, $1.place) }
      .map(\.place)
  }

  /// Lists anew what the filter lets through, in the order that was chosen. They change seldom, and are asked
  /// for line by line.
  mutating func listEvents() {
    let all = eventOrder.sorted(allEventPlaces, self)
    if !selection.tags.of(.event).isEmpty {
      let there = Set(all.map { LineSubject.event(event(at: $0).id) })
      forgetTags(.event, there.contains)
    }
    guard !eventFilter.isEmpty else {
      eventPlaces = all
      return
    }
    let frame = AppFrame(self)
    eventPlaces = all.filter { place in
      let event = frame.app.event(at: place)
      return frame.app.eventFilter.matches { text in
        EventColumn.all.contains { $0.text(event, frame.app).lowercased().contains(text) }
      } value: { column in
        column.value(event, frame.app)
      }
    }
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
  mutating func record(_ deed: Deed, _ outcome: DeedOutcome) -> [Effect] {
    listingEvents { $0.acts.take(deed, outcome) }
    listExplainedActs()
    return changeLog == nil || outcome.records.isEmpty ? [] : [.log(outcome.records)]
  }

  /// Changes what is listed, or how. The cursor stays on its event when others come; on the first line it
  /// stays there.
  mutating func listingEvents(_ body: (inout App) -> Void) {
    let line = pane == .events ? selection.cursor : leftAt[.events] ?? 0
    let before = line > 0 ? event(atLine: line)?.id : nil
    body(&self)
    listEvents()
    guard let before,
      let now = (0..<eventCount).first(where: { event(atLine: $0)?.id == before })
    else { return }
    if pane == .events {
      selection.top = max(0, selection.top + now - line)
      selection.cursor = now
    } else {
      leftAt[.events] = now
    }
  }
}
