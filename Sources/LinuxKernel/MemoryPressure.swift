/// How long tasks were stalled for want of memory (pressure stall information).
///
/// Source: `/proc/pressure/memory`. Since: 4.20; absent with `psi=0` or without `CONFIG_PSI`.
public struct MemoryPressure: Sendable, Equatable {
  public struct Line: Sendable, Equatable {
    /// Share of the last 10 s, 60 s and 300 s. Unit: percent.
    public var avg10: Double
    public var avg60: Double
    public var avg300: Double
    /// Time stalled since boot. Unit: microseconds.
    public var total: UInt64

    public init(avg10: Double, avg60: Double, avg300: Double, total: UInt64) {
      self.avg10 = avg10
      self.avg60 = avg60
      self.avg300 = avg300
      self.total = total
    }
  }

  /// At least one task was stalled.
  public var some: Line
  /// Every task that could run was stalled.
  public var full: Line?

  /// Nil when the text is not of this file's form.
  public init?(_ bytes: Span<UInt8>) {
    var some: Line?
    var full: Line?
    var at = 0
    while let end = bytes.lineEnd(from: at) {
      if bytes.starts(with: "some ", at: at) {
        some = Self.line(bytes, from: at + 5, to: end)
      } else if bytes.starts(with: "full ", at: at) {
        full = Self.line(bytes, from: at + 5, to: end)
      }
      at = end + 1
    }
    guard let some else { return nil }
    self.some = some
    self.full = full
  }

  private static func line(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Line? {
    var at = start
    guard let avg10 = average(bytes, "avg10=", &at), let avg60 = average(bytes, "avg60=", &at),
      let avg300 = average(bytes, "avg300=", &at), bytes.starts(with: "total=", at: at)
    else { return nil }
    at += 6
    guard let total = bytes.decimal(at: &at), at == end else { return nil }
    return Line(avg10: avg10, avg60: avg60, avg300: avg300, total: total)
  }

  private static func average(
    _ bytes: Span<UInt8>, _ name: StaticString, _ at: inout Int
  ) -> Double? {
    guard bytes.starts(with: name, at: at) else { return nil }
    at += name.utf8CodeUnitCount
    guard let whole = bytes.decimal(at: &at), bytes.starts(with: ".", at: at) else { return nil }
    at += 1
    guard let hundredths = bytes.decimal(at: &at), hundredths < 100 else { return nil }
    bytes.skipBlanks(at: &at)
    // One division at the end rounds once, as a person who reads 3.28 would.
    return (Double(whole) * 100 + Double(hundredths)) / 100
  }
}
