/// The dates that stand before messages, in any language: a month that is not known leaves the
/// line undated, and the line is still read.
enum LogDate {
  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  /// Longer words are no month and no day of the week.
  private static let longestWord = 24

  private typealias Day = (month: UInt64?, day: UInt64)

  /// `2017-12-07T00:05:14.123456+01:00` with any of the ways to write the zone, or
  /// `Thu 2017-12-07 00:05:14 UTC`, as `journalctl -o short-full` writes it.
  static func iso(_ cursor: inout LogCursor) -> LogTime? {
    let hasWeekday = weekday(&cursor)
    guard let year = year(&cursor) else { return nil }
    let mark = cursor.byte
    guard mark == 0x2d || mark == 0x2f, let mark, cursor.skip(mark),
      let month = cursor.decimal(), (1...12).contains(month), cursor.skip(mark),
      let day = cursor.decimal(), (1...31).contains(day),
      cursor.skip("T") || cursor.skip(0x20), let clock = clock(&cursor)
    else { return nil }
    let zone = zone(&cursor)
    if zone == nil, hasWeekday { skipZoneName(&cursor) }
    return time(year, (month, day), clock, zone)
  }

  /// `Thu Dec  7 00:05:14 2017`, `Dec 07 00:05:14.123456`, `ven. nov. 28 07:26:44 2025`,
  /// `四 3月 18 18:47:12 2021`, `мая 26 23:02:22`, `7. Dez 00:05:14`.
  static func words(_ cursor: inout LogCursor) -> LogTime? {
    let start = cursor.at
    for hasWeekday in [false, true] {
      cursor.at = start
      if hasWeekday, !anyWord(&cursor) { continue }
      guard let date = monthAndDay(&cursor), let clock = clock(&cursor) else { continue }
      return completed(date, clock, &cursor)
    }
    cursor.at = start
    return nil
  }

  /// `Dec  7 00:05` in brackets, as `dmesg -e` writes the first line of a minute.
  static func minute(_ cursor: inout LogCursor) -> LogTime? {
    guard let date = monthAndDay(&cursor), let hour = cursor.decimal(), hour < 24,
      cursor.skip(0x3a), let minute = cursor.decimal(), minute < 60
    else { return nil }
    return LogTime(stamp: stamp(date, hour * 3600 + minute * 60))
  }

  /// `10-24 14:24:26.035`, as Android's logcat writes it.
  static func logcat(_ cursor: inout LogCursor) -> LogTime? {
    let start = cursor.at
    guard let month = cursor.decimal(), cursor.at == start + 2, (1...12).contains(month),
      cursor.skip(0x2d), let day = cursor.decimal(), (1...31).contains(day), cursor.skip(0x20),
      let clock = clock(&cursor)
    else { return nil }
    return LogTime(stamp: stamp((month, day), clock))
  }

  /// `1512605114.123456`, as `journalctl -o short-unix` writes it.
  static func unix(_ cursor: inout LogCursor) -> LogTime? {
    let start = cursor.at
    guard let seconds = cursor.decimal(), cursor.at - start == 10, cursor.skip(0x2e) else {
      return nil
    }
    let point = cursor.at
    guard cursor.decimal() != nil, cursor.at - point >= 3 else { return nil }
    return LogTime(calendar: Int64(seconds), offset: 0)
  }

  /// With the year behind the clock, where there is one.
  private static func completed(
    _ date: Day, _ clock: UInt64, _ cursor: inout LogCursor
  ) -> LogTime {
    let behind = cursor.at
    if cursor.skip(0x20), let year = year(&cursor), cursor.byte == 0x5d || cursor.byte == 0x20 {
      guard let month = date.month else {
        return LogTime(stamp: stamp(date, clock))
      }
      return time(year, (month, date.day), clock, nil)
    }
    cursor.at = behind
    return LogTime(stamp: stamp(date, clock))
  }

  private static func stamp(_ date: Day, _ clock: UInt64) -> Int {
    Int((date.month ?? 0) * 40 + date.day) * 86400 + Int(clock)
  }

  private static func year(_ cursor: inout LogCursor) -> UInt64? {
    let start = cursor.at
    guard let year = cursor.decimal(), (1970...9999).contains(year), cursor.at - start == 4 else {
      return nil
    }
    return year
  }

  private static func weekday(_ cursor: inout LogCursor) -> Bool {
    guard let first = cursor.byte, isLetter(first) else { return false }
    return anyWord(&cursor)
  }

  /// `Dec  7 `, `3月 18 `, `nov. 28 `, or `7. Dez `.
  private static func monthAndDay(_ cursor: inout LogCursor) -> Day? {
    let start = cursor.at
    if let day = cursor.decimal(), (1...31).contains(day), cursor.skip(0x2e) || cursor.byte == 0x20
    {
      cursor.skipBlanks()
      if let month = month(&cursor), cursor.skip(0x20) { return (month, day) }
    }
    cursor.at = start
    guard let month = month(&cursor) else { return nil }
    cursor.skipBlanks()
    guard let day = cursor.decimal(), (1...31).contains(day) else { return nil }
    _ = cursor.skip(0x2e)
    return cursor.skip(0x20) ? (month, day) : nil
  }

  /// The month's number; nil in it where its name is not known, and nil where no name stands.
  private static func month(_ cursor: inout LogCursor) -> UInt64?? {
    for (number, month) in months.enumerated() where cursor.starts(with: month, at: cursor.at) {
      let next = cursor.at + 3
      guard next >= cursor.end || !isLetter(cursor[next]) else { break }
      cursor.at = next
      _ = cursor.skip(0x2e)
      return .some(UInt64(number) + 1)
    }
    let start = cursor.at
    // Chinese and Japanese months are numbers before a sign.
    if let number = cursor.decimal() {
      guard (1...12).contains(number), let next = cursor.byte, next >= 0x80, letters(&cursor) else {
        cursor.at = start
        return nil
      }
      return .some(number)
    }
    guard letters(&cursor) else { return nil }
    _ = cursor.skip(0x2e)
    return .some(nil)
  }

  /// A word of letters, with a point behind it or without, and the blank.
  private static func anyWord(_ cursor: inout LogCursor) -> Bool {
    guard letters(&cursor) else { return false }
    _ = cursor.skip(0x2e)
    _ = cursor.skip(0x2c)
    guard cursor.skip(0x20) else { return false }
    return true
  }

  private static func letters(_ cursor: inout LogCursor) -> Bool {
    let start = cursor.at
    while let byte = cursor.byte, isLetter(byte), cursor.at - start < longestWord { cursor.at += 1 }
    return cursor.at > start
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x41...0x5a).contains(byte & 0xdf)
  }

  /// Seconds of the day; a fraction is read over.
  private static func clock(_ cursor: inout LogCursor) -> UInt64? {
    guard let hour = cursor.decimal(), hour < 24, cursor.skip(0x3a),
      let minute = cursor.decimal(), minute < 60, cursor.skip(0x3a),
      let second = cursor.decimal(), second <= 60
    else { return nil }
    if cursor.skip(0x2e) || cursor.skip(0x2c) { _ = cursor.decimal() }
    return hour * 3600 + minute * 60 + second
  }

  private static func zone(_ cursor: inout LogCursor) -> Int64? {
    if cursor.skip("Z") || cursor.skip(" UTC") { return 0 }
    let start = cursor.at
    _ = cursor.skip(0x20)
    let sign: Int64
    switch cursor.byte {
    case 0x2b: sign = 1
    case 0x2d: sign = -1
    default:
      cursor.at = start
      return nil
    }
    cursor.at += 1
    guard let number = cursor.decimal(), number <= 1400 else {
      cursor.at = start
      return nil
    }
    if cursor.skip(0x3a) {
      guard let minutes = cursor.decimal(), minutes < 60, number < 24 else { return nil }
      return sign * Int64(number * 3600 + minutes * 60)
    }
    let (hours, minutes) = number < 24 ? (number, 0) : number.quotientAndRemainder(dividingBy: 100)
    return sign * Int64(hours * 3600 + minutes * 60)
  }

  /// ` CET`: which zone that is, no table of memtop says.
  private static func skipZoneName(_ cursor: inout LogCursor) {
    let start = cursor.at
    guard cursor.skip(0x20) else { return }
    let name = cursor.at
    while let byte = cursor.byte, (0x41...0x5a).contains(byte) { cursor.at += 1 }
    if !(2...5).contains(cursor.at - name) || cursor.byte != 0x20 { cursor.at = start }
  }

  private static func time(
    _ year: UInt64, _ date: (month: UInt64, day: UInt64), _ clock: UInt64, _ offset: Int64?
  ) -> LogTime {
    // Days of the civil calendar, counted in years that begin on 1 March.
    let shifted = date.month > 2 ? date.month - 3 : date.month + 9
    let years = date.month > 2 ? year : year - 1
    let era = years / 400
    let yearOfEra = years % 400
    let dayOfYear = (153 * shifted + 2) / 5 + date.day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = Int64(era * 146_097 + dayOfEra) - 719_468
    return LogTime(calendar: days * 86400 + Int64(clock), offset: offset)
  }
}
