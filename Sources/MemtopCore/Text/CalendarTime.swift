/// A point in time as the calendar has it in one time zone.
///
/// The zone's distance from UTC comes in as a value: nothing here asks the system.
public struct CalendarTime: Sendable, Equatable {
  public let year: Int64
  let month: Int64
  public let day: Int64
  let hour: UInt64
  let minute: UInt64
  public let second: UInt64
  private let offset: Int64

  /// - Parameters:
  ///   - seconds: after 1970-01-01 UTC.
  ///   - offset: seconds east of UTC.
  public init(seconds: Int64, offset: Int64 = 0) {
    let local = seconds.addingReportingOverflow(offset).partialValue
    let remainder = local % 86400
    let days = local / 86400 - (remainder < 0 ? 1 : 0)
    let rest = UInt64(remainder < 0 ? remainder + 86400 : remainder)
    // Civil date from days, counted in 400-year eras that begin on 1 March.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = rest / 3600
    minute = rest / 60 % 60
    second = rest % 60
    self.offset = offset
  }

  /// `14:37:47`
  public var clock: String {
    Quantity.two(hour) + ":" + Quantity.two(minute) + ":" + Quantity.two(second)
  }

  /// `2026-11-21`
  public var date: String {
    "\(year)-" + Quantity.two(UInt64(month)) + "-" + Quantity.two(UInt64(day))
  }

  /// RFC 3339: `2026-11-21T14:37:47Z`
  public var rfc3339: String {
    let zone: String
    if offset == 0 {
      zone = "Z"
    } else {
      let minutes = offset.magnitude / 60
      zone =
        (offset < 0 ? "-" : "+") + Quantity.two(minutes / 60) + ":"
        + Quantity.two(minutes % 60)
    }
    return date + "T" + clock + zone
  }
}
