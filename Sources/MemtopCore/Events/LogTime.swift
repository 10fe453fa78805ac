/// When a line of a log was written, as far as its prefix says.
public struct LogTime: Sendable, Equatable {
  /// How long the kernel had been running. Unit: microseconds.
  public internal(set) var uptime: UInt64?
  /// The calendar as written, as if it were UTC. Unit: seconds after 1970-01-01.
  public internal(set) var calendar: Int64?
  /// The zone as written; nil where the log names none. Unit: seconds east of UTC.
  public internal(set) var offset: Int64?
  /// Where the log names no year, or a month in a language that is not known: what it does say, for
  /// telling two times of one log apart. It is no time.
  var stamp: Int?

  init(
    uptime: UInt64? = nil, calendar: Int64? = nil, offset: Int64? = nil, stamp: Int? = nil
  ) {
    self.uptime = uptime
    self.calendar = calendar
    self.offset = offset
    self.stamp = stamp
  }

  /// Nothing tells when it was.
  var isUnknown: Bool { uptime == nil && calendar == nil && stamp == nil }

  /// Takes over what it does not know itself.
  func completed(with other: LogTime) -> LogTime {
    var time = self
    if uptime == nil { time.uptime = other.uptime }
    if calendar == nil { (time.calendar, time.offset) = (other.calendar, other.offset) }
    if stamp == nil { time.stamp = other.stamp }
    return time
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
