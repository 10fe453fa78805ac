import MemtopCore

/// Points in time as every output writes them.
enum ExportTime {
  /// RFC 3339 in UTC. Unit of `nanoseconds`: after 1970-01-01 UTC.
  static func rfc3339(_ nanoseconds: Int64) -> String {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return CalendarTime(seconds: rest < 0 ? seconds - 1 : seconds).rfc3339
  }

  /// Seconds with the two places that the kernel prints.
  static func seconds(_ nanoseconds: UInt64) -> String {
    let hundredths = nanoseconds / 10_000_000
    return "\(hundredths / 100)." + Quantity.two(hundredths % 100)
  }
}
