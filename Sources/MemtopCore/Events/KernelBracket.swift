/// The bracket that stands before a kernel message: a time, or who printed it.
enum KernelBracket {
  /// Reads `[  123.456789] ` or another of its forms, and what vendors' kernels put behind it; the time is
  /// empty where the bracket says none.
  static func read(_ cursor: inout LogCursor) -> LogTime? {
    guard cursor.skip(0x5b) else { return nil }
    cursor.skipBlanks()
    let start = cursor.at
    var found: LogTime?
    for form in forms {
      cursor.at = start
      found = form(&cursor)
      if found != nil { break }
    }
    guard let found else { return nil }
    // talosctl has a colon behind it.
    _ = cursor.skip(0x3a)
    vendorPart(&cursor)
    cursor.skipOne(0x20)
    return found
  }

  /// What may stand in it, in the order in which it is tried.
  private static let forms: [@Sendable (inout LogCursor) -> LogTime?] = [
    { uptime(&$0) }, { distance(&$0) ? LogTime() : nil }, { caller(&$0) ? LogTime() : nil },
    { closed(LogDate.iso, &$0) }, { closed(LogDate.words, &$0) }, { closed(LogDate.minute, &$0) },
    { otherCalendar(&$0) ? LogTime() : nil },
  ]

  /// The dates of `dmesg -T`, `-e` and talosctl.
  private static func closed(
    _ read: (inout LogCursor) -> LogTime?, _ cursor: inout LogCursor
  ) -> LogTime? {
    guard let date = read(&cursor), cursor.skip(0x5d) else { return nil }
    return date
  }

  /// `8.806691` as microseconds.
  static func seconds(_ cursor: inout LogCursor) -> UInt64? {
    guard let seconds = cursor.decimal(), cursor.skip(0x2e) else { return nil }
    let point = cursor.at
    guard let fraction = cursor.decimal(), cursor.at - point == 6 else { return nil }
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (sum, carry) = whole.addingReportingOverflow(fraction)
    return overflow || carry ? nil : sum
  }

  /// ` 8.806691]`, or ` 8.806691 <    0.000012>]` of `dmesg -d`.
  private static func uptime(_ cursor: inout LogCursor) -> LogTime? {
    guard let uptime = seconds(&cursor) else { return nil }
    if cursor.byte == 0x20 {
      cursor.skipBlanks()
      guard cursor.skip(0x3c), let end = cursor.find(">]", to: cursor.at + 24) else { return nil }
      cursor.at = end + 1
    }
    return cursor.skip(0x5d) ? LogTime(uptime: uptime) : nil
  }

  /// ` +0.000012]` or `<    0.000012>]`: how long after the line before.
  private static func distance(_ cursor: inout LogCursor) -> Bool {
    let start = cursor.at
    let mark = cursor.byte
    guard cursor.skip(0x2b) || cursor.skip(0x3c) else { return false }
    cursor.skipBlanks()
    guard cursor.decimal() != nil, cursor.skip(0x2e), cursor.decimal() != nil,
      mark == 0x2b || cursor.skip(0x3e), cursor.skip(0x5d)
    else {
      cursor.at = start
      return false
    }
    return true
  }

  /// `T123]`, `C1]`.
  private static func caller(_ cursor: inout LogCursor) -> Bool {
    let start = cursor.at
    guard cursor.skip(0x54) || cursor.skip(0x43), cursor.decimal() != nil, cursor.skip(0x5d) else {
      cursor.at = start
      return false
    }
    return true
  }

  /// A date in an order that no table has, with a clock in it: the line stays undated.
  private static func otherCalendar(_ cursor: inout LogCursor) -> Bool {
    guard let end = cursor.find("]", to: cursor.at + 64) else { return false }
    func isDigit(_ index: Int) -> Bool { (0x30...0x39).contains(cursor[index]) }
    var index = cursor.at + 1
    while index + 2 < end {
      if cursor[index] == 0x3a, isDigit(index - 1), isDigit(index + 1), isDigit(index + 2),
        !cursor.starts(with: "0x", at: cursor.at), hasBlank(cursor, to: end)
      {
        cursor.at = end + 1
        return true
      }
      index += 1
    }
    return false
  }

  private static func hasBlank(_ cursor: LogCursor, to end: Int) -> Bool {
    cursor.find(" ", to: end) != nil
  }

  /// The processor and the thread, as vendors' kernels print them: `(0)[1234:kworker/0:1]`,
  /// `[0:    swapper/0:    0]`, `[pid:123,cpu0,swapper]`, ` c0    123 `.
  private static func vendorPart(_ cursor: inout LogCursor) {
    var at = cursor
    at.skipBlanks()
    _ = at.skip(0x2d)
    if at.skip("c"), at.decimal() != nil, at.skip(0x20) {
      at.skipBlanks()
      if at.decimal() != nil, at.byte == 0x20 { cursor.at = at.at }
      return
    }
    if at.skip(0x28) {
      guard at.decimal() != nil, at.skip(0x29) else { return }
    }
    guard at.skip(0x5b), at.skip("pid") || at.decimal() != nil, at.skip(0x3a),
      let end = at.find("]", to: at.at + 48)
    else { return }
    cursor.at = end + 1
  }
}
