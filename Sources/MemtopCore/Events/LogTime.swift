/// When a line of a log was written, as far as its prefix says.
public struct LogTime: Sendable, Equatable {
  /// How long the kernel had been running. Unit: microseconds.
  public internal(set) var uptime: UInt64?
  /// The calendar as written, as if it were UTC. Unit: seconds after 1970-01-01.
  public internal(set) var calendar: Int64?
  /// The zone as written; nil where the log names none. Unit: seconds east of UTC.
  public internal(set) var offset: Int64?

  init(uptime: UInt64? = nil, calendar: Int64? = nil, offset: Int64? = nil) {
    self.uptime = uptime
    self.calendar = calendar
    self.offset = offset
  }

  /// Reads `2017-12-07T00:05:14+01:00`, the zone of which may be missing.
  public init?(date: String) {
    let bytes = Array(date.utf8)
    let time = bytes.withUnsafeBufferPointer { bytes -> LogTime? in
      var cursor = LogCursor(bytes, from: 0, to: bytes.count)
      let time = LogDate.iso(&cursor)
      return cursor.isAtEnd ? time : nil
    }
    guard let time else { return nil }
    self = time
  }
}

/// The dates that stand before kernel messages.
enum LogDate {
  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let days: [StaticString] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// `Thu Dec  7 00:05:14 2017`, as `dmesg -T` writes it.
  static func dmesg(_ cursor: inout LogCursor) -> LogTime? {
    guard weekday(&cursor), let date = monthAndDay(&cursor), let clock = clock(&cursor),
      cursor.skip(0x20), let year = cursor.decimal(), (1970...9999).contains(year)
    else { return nil }
    return time(year, date, clock, nil)
  }

  /// `Dec  7 00:05:14` or `Dec 07 00:05:14.123456`: no year, so no time.
  static func syslog(_ cursor: inout LogCursor) -> LogTime? {
    guard monthAndDay(&cursor) != nil, clock(&cursor) != nil else { return nil }
    return LogTime()
  }

  /// `2017-12-07T00:05:14.123456+01:00`, with any of the ways to write the zone; also
  /// `Thu 2017-12-07 00:05:14 UTC`, as `journalctl -o short-full` writes it.
  static func iso(_ cursor: inout LogCursor) -> LogTime? {
    _ = weekday(&cursor)
    guard let year = cursor.decimal(), (1970...9999).contains(year), cursor.skip(0x2d),
      let month = cursor.decimal(), (1...12).contains(month), cursor.skip(0x2d),
      let day = cursor.decimal(), (1...31).contains(day),
      cursor.skip("T") || cursor.skip(0x20), let clock = clock(&cursor)
    else { return nil }
    return time(year, (month, day), clock, zone(&cursor))
  }

  private static func weekday(_ cursor: inout LogCursor) -> Bool {
    for day in days where cursor.skip(day) { return cursor.skip(0x20) }
    return false
  }

  private static func monthAndDay(_ cursor: inout LogCursor) -> (UInt64, UInt64)? {
    for (number, month) in months.enumerated() where cursor.skip(month) {
      cursor.skipBlanks()
      guard let day = cursor.decimal(), (1...31).contains(day), cursor.skip(0x20) else {
        return nil
      }
      return (UInt64(number) + 1, day)
    }
    return nil
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
    let sign: Int64
    switch cursor.byte {
    case 0x2b: sign = 1
    case 0x2d: sign = -1
    default: return nil
    }
    cursor.at += 1
    guard let number = cursor.decimal(), number <= 1400 else { return nil }
    if cursor.skip(0x3a) {
      guard let minutes = cursor.decimal(), minutes < 60, number < 24 else { return nil }
      return sign * Int64(number * 3600 + minutes * 60)
    }
    let (hours, minutes) = number < 24 ? (number, 0) : number.quotientAndRemainder(dividingBy: 100)
    return sign * Int64(hours * 3600 + minutes * 60)
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
