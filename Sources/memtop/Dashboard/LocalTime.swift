import Glibc

/// The time zone of the user, asked for once before the screen opens.
enum LocalTime {
  /// Seconds east of UTC, now.
  static func offset() -> Int64 {
    var now = time(nil)
    var calendar = tm()
    tzset()
    guard localtime_r(&now, &calendar) != nil else { return 0 }
    return Int64(calendar.tm_gmtoff)
  }

  /// Turns seconds after 1970-01-01 on the local clock into seconds after 1970-01-01 UTC; where the
  /// clock was put back, the first of the two.
  static func utc(_ local: Int64) -> Int64 {
    var seconds = Int(local)
    var calendar = tm()
    guard gmtime_r(&seconds, &calendar) != nil else { return local }
    calendar.tm_isdst = -1
    return Int64(mktime(&calendar))
  }
}
