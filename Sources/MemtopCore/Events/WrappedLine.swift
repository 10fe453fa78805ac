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

  /// What a line begins with that says nothing before it is whole.
  private static let beginnings: [StaticString] = [
    "Task in", "Memory cgroup", "Out of", "oom-kill:constraint=", "oom_reaper: ", "Killed process",
    "Kill process",
  ]

  /// Whether the message may go on in the next line.
  static func mayContinue(
    _ message: LogCursor, _ prefix: LogPrefix, _ columns: [TaskColumn]?
  ) -> Bool {
    if ProgramLine.mayContinue(message, prefix.sender) { return true }
    if prefix.isForeign || prefix.sender.isProgram { return false }
    guard let first = message.byte else { return false }
    if first == 0x5b { return isRow(message) && ReportLine.read(message, columns) == nil }
    switch ReportLine.read(message, columns) {
    case .kill(let kill): return kill.oomScoreAdj == nil
    case .choice, .invocation, .unreadableKill: return true
    case .summary(let summary): return summary.pid == nil
    case nil:
      return beginnings.contains { message.starts(with: $0, at: message.at) }
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
    _ message: LogCursor, _ prefix: LogPrefix, _ next: LogCursor, _ columns: [TaskColumn]?
  ) -> String? {
    if ProgramLine.mayContinue(message, prefix.sender) {
      return programJoint(message, prefix.sender, next)
    }
    // Behind `Out of memory:` the words of a kill are not another one.
    let isOpen = message.end > message.at && message[message.end - 1] == 0x3a
    guard !next.isAtEnd, isOpen || ReportLine.read(next, columns) == nil else { return nil }
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

  /// A program's line is put together where that makes a kill of it.
  private static func programJoint(
    _ message: LogCursor, _ sender: LogPrefix.Sender, _ next: LogCursor
  ) -> String? {
    guard !next.isAtEnd else { return nil }
    // The tag stands before the message, and is part of what is read.
    let start = if case .program(let tag) = sender { tag.lowerBound } else { message.at }
    let whole = Array(
      (message.text(start..<message.end) + " " + next.text(next.at..<next.end)).utf8)
    return whole.withUnsafeBufferPointer { bytes in
      var joined = LogCursor(bytes, from: 0, to: bytes.count)
      joined.at = message.at - start
      var moved = sender
      if case .program(let tag) = sender { moved = .program(0..<tag.count) }
      return ProgramLine.read(joined, moved) == nil ? nil : " "
    }
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
