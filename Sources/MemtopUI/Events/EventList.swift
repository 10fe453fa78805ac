import LinuxKernel
import MemtopCore

/// One line of the events pane.
enum ListedEvent: Sendable {
  case kill(KillHistory.Entry)
  case change(AdjChange)
}

/// Kills and the changes that were made here, the newest first.
extension App {
  var eventCount: Int { kills.entries.count + changes.changes.count }

  var events: [ListedEvent] {
    var events: [ListedEvent] = []
    events.reserveCapacity(eventCount)
    var kills = self.kills.entries[...]
    var changes = self.changes.changes[...]
    while let kill = kills.last {
      // A kill without a time is older than all that was done here.
      if let change = changes.last, change.at >= time(of: kill) ?? .min {
        events.append(.change(change))
        changes.removeLast()
      } else {
        events.append(.kill(kill))
        kills.removeLast()
      }
    }
    return events + changes.reversed().map(ListedEvent.change)
  }

  /// Unit: nanoseconds after 1970-01-01 UTC.
  func time(of entry: KillHistory.Entry) -> Int64? {
    entry.seenAt
      ?? killClock.seconds(entry.kill.time).map {
        $0.multipliedReportingOverflow(by: 1_000_000_000).partialValue
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

  mutating func take(_ news: KillNews) {
    let before = eventCount
    kills.take(news)
    keepEventCursor(since: before)
  }

  /// Remembers what was written of a change; what is to be logged comes back.
  mutating func remember(_ outcomes: [AdjOutcome], isUndo: Bool) -> [Effect] {
    let written = outcomes.compactMap { AdjChange($0, isUndo: isUndo) }
    guard !written.isEmpty else { return [] }
    let before = eventCount
    changes.take(written)
    keepEventCursor(since: before)
    return changeLog == nil ? [] : [.log(written)]
  }

  /// New events come above the cursor, which stays on its own; on the first line it stays there.
  private mutating func keepEventCursor(since before: Int) {
    let more = max(0, eventCount - before)
    if pane == .events {
      guard selection.cursor > 0 else { return }
      selection.cursor += more
      selection.top += more
    } else if let left = leftAt[.events], left > 0 {
      leftAt[.events] = left + more
    }
  }
}
