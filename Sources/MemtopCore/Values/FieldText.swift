/// How a value is written in a table.
public struct FieldText: Sendable {
  public var unit: Quantity.Unit
  /// Seconds east of UTC.
  public var timeOffset: Int64
  /// Now, to tell today from older days. Unit: nanoseconds after 1970-01-01 UTC.
  public var now: Int64
  /// What stands for an absent value.
  public var absent: String
  /// Shares and rates have their unit behind them, where no heading says it.
  public var saysUnits: Bool

  public init(
    unit: Quantity.Unit = .auto, timeOffset: Int64 = 0, now: Int64, absent: String = "–",
    saysUnits: Bool = false
  ) {
    self.unit = unit
    self.timeOffset = timeOffset
    self.now = now
    self.absent = absent
    self.saysUnits = saysUnits
  }

  public func write(_ value: FieldValue) -> String {
    switch value {
    case .bytes(let size): Quantity.bytes(size, unit: unit)
    case .growth(let change): Quantity.signedBytes(change, unit: unit)
    case .number(let number): String(number)
    case .percent(let share) where saysUnits: Quantity.percent(share)
    case .percent(let share): Quantity.fixed(share, share < 99.95 ? 1 : 0)
    case .rate(let rate) where saysUnits:
      Quantity.fixed(rate, rate == 0 || rate >= 9.95 ? 0 : 1) + "/s"
    case .rate(let rate): Quantity.fixed(rate, rate < 99.95 ? 1 : 0)
    case .byteRate(let rate): rate < 0 ? "-" + Quantity.rate(-rate) : Quantity.rate(rate)
    case .index(let part): Quantity.fixed(part, 3)
    case .ratio(let part): Quantity.fixed(part, 1) + "x"
    case .flag(let flag): flag ? "yes" : "no"
    case .time(let time): start(time)
    case .span(let span): Quantity.microseconds(span)
    case .text(let text): text
    case .pids(let pids): pids.map { String($0) }.joined(separator: " ")
    case .unlimited: "max"
    case .absent: absent
    case .denied: "denied"
    case .failed: "failed"
    }
  }

  /// The clock for what began within a day, the date for the rest.
  private func start(_ time: Int64) -> String {
    let then = CalendarTime(seconds: time / 1_000_000_000, offset: timeOffset)
    let (age, overflow) = now.subtractingReportingOverflow(time)
    if !overflow, age < 86_400_000_000_000 { return then.clock }
    let today = CalendarTime(seconds: now / 1_000_000_000, offset: timeOffset)
    if today.year == then.year {
      return Self.months[Int(then.month - 1)] + " " + Quantity.two(UInt64(then.day))
    }
    return String(then.year)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
