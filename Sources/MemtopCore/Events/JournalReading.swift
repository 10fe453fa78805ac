/// How far the journal was read for kills by programs.
public enum JournalReading: Sendable, Equatable {
  case unread
  case reading
  /// Unit: nanoseconds after 1970-01-01 UTC.
  case read(at: Int64)
  /// There is no journalctl.
  case missing
  /// It has no entry of the kernel to read: the right is missing, or nothing is logged into it.
  case empty
  /// It was not read to its end, and why.
  case refused(String)
}

/// What one reading of the journal brought.
public struct JournalNews: Sendable, Equatable {
  /// Kills by programs, the oldest first.
  public var kills: [ReportedKill]
  public var reading: JournalReading

  public init(kills: [ReportedKill] = [], reading: JournalReading) {
    self.kills = kills
    self.reading = reading
  }
}

extension KillHistory {
  /// Two readings overlap by so much, so that what explains a kill is in the same one.
  /// Unit: seconds.
  private static let overlap: Int64 = 60

  /// The journal is about to be read.
  public mutating func expectJournal() { journal = .reading }

  /// Takes over what was read from the journal; a kill that is known already is left out.
  public mutating func take(_ news: JournalNews) {
    journal = news.reading
    if case .read(let at) = news.reading { journalSince = at / 1_000_000_000 - Self.overlap }
    for kill in news.kills where !knows(kill) { fromJournal.append(entry(.program(kill))) }
    fromJournal.removeFirst(max(0, fromJournal.count - Self.limit))
  }

  private func knows(_ kill: ReportedKill) -> Bool {
    [fromJournal, entries].contains { list in
      list.contains { entry in
        guard case .program(let known) = entry.kill else { return false }
        return known == kill || known.isSame(as: kill) && kill.killer != nil
      }
    }
  }
}

/// Who says something about kills besides the kernel, as the journal's `SYSLOG_IDENTIFIER` names it.
public enum JournalIdentifiers {
  public static var all: [String] { ProgramLine.tags }
}
