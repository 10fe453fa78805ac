/// A line that a mailer or an editor wrapped: what its next lines would add.
///
/// Only the kernel's lines of kills, choices and rows are put together again, only with lines that
/// have no prefix of their own and mean nothing themselves, and only where that makes sense of them.
enum WrappedLine {
  /// More pieces than a line of the kernel is wrapped into.
  static let longest = 4

  /// Words that only stand inside a line, by what the line is.
  private static let inside: [StaticString] = [
    "total-vm:", "vsz:", "anon-rss:", "file-rss:", "shmem-rss:", "UID:", "pgtables:",
    "oom_score_adj:", "oom_score_adj=", "oom_adj=", "order=", "gfp_mask=", "nodemask=",
    "or sacrifice child", "sacrifice child", "child",
  ]

  /// Whether the message may go on in the next line.
  static func mayContinue(_ message: LogCursor, _ columns: [TaskColumn]?) -> Bool {
    guard let first = message.byte else { return false }
    if first == 0x5b { return isRow(message) && ReportLine.read(message, columns) == nil }
    switch ReportLine.read(message, columns) {
    case .kill(let kill): return kill.oomScoreAdj == nil
    case .choice, .invocation, .unreadableKill: return true
    case .summary(let summary): return summary.pid == nil
    case nil:
      return message.starts(with: "Task in /", at: message.at)
        || message.starts(with: "oom-kill:constraint=", at: message.at)
        || message.starts(with: "oom_reaper: ", at: message.at)
    default: return false
    }
  }

  /// `[ 2904]` or `[  pid`.
  private static func isRow(_ message: LogCursor) -> Bool {
    var at = message
    at.at += 1
    at.skipBlanks()
    return at.starts(with: "pid", at: at.at) || at.decimal() != nil && at.byte == 0x5d
  }

  /// What stands between the two; nil where the next line does not continue the first.
  static func joint(
    _ message: LogCursor, _ next: LogCursor, _ columns: [TaskColumn]?
  ) -> String? {
    guard !next.isAtEnd, ReportLine.read(next, columns) == nil else { return nil }
    let isSummary = message.starts(with: "oom-kill:", at: message.at)
    let joint = isSummary ? "" : " "
    if inside.contains(where: { next.starts(with: $0, at: next.at) }) { return joint }
    let whole = Array(
      (message.text(message.at..<message.end) + joint + next.text(next.at..<next.end)).utf8)
    let makesSense = whole.withUnsafeBufferPointer { bytes in
      let joined = LogCursor(bytes, from: 0, to: bytes.count)
      return rank(ReportLine.read(joined, columns)) > rank(ReportLine.read(message, columns))
        || next.at < next.end && isDigits(next) && message.byte == 0x5b
    }
    return makesSense ? joint : nil
  }

  /// How much a line says: nothing, that it is cut, all of it.
  private static func rank(_ line: ReportLine?) -> Int {
    switch line {
    case nil: 0
    case .unreadableKill: 1
    case .summary(let summary) where summary.pid == nil: 1
    default: 2
    }
  }

  /// A row may be wrapped among its numbers.
  private static func isDigits(_ cursor: LogCursor) -> Bool {
    (0x30...0x39).contains(cursor[cursor.at])
  }
}
