/// What the sparklines draw: one value a sample, nil where it was not known.
public struct History: Sendable {
  public static let capacity = 400

  /// Unit: bytes.
  public private(set) var available = Ring<UInt64?>(capacity: capacity)
  /// When each sample was taken. Unit: nanoseconds of CLOCK_MONOTONIC.
  public private(set) var times = Ring<UInt64>(capacity: capacity)
  public private(set) var rates = Ring<HostRates>(capacity: capacity)

  mutating func append(available value: UInt64?, rates now: HostRates, at time: UInt64) {
    times.append(time)
    available.append(value)
    rates.append(now)
  }
}
