/// Time since the system was started, sleep included.
///
/// Source: `/proc/uptime`, first number. Unit: nanoseconds.
public enum Uptime {
  public static func parse(_ bytes: Span<UInt8>) -> UInt64? {
    var at = 0
    guard let seconds = bytes.decimal(at: &at), bytes.starts(with: ".", at: at) else { return nil }
    at += 1
    let point = at
    guard let fraction = bytes.decimal(at: &at), at - point == 2 else { return nil }
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = whole.addingReportingOverflow(fraction * 10_000_000)
    return overflow || carry ? nil : sum
  }
}
