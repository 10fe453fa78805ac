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
}
