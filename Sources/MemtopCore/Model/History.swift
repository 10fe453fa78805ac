/// What the sparklines draw: one value a sample, nil where it was not known.
public struct History: Sendable {
  public static let capacity = 400

  /// Unit: bytes.
  public private(set) var available = Ring<UInt64?>(capacity: capacity)
  public private(set) var rates = Ring<HostRates>(capacity: capacity)

  mutating func append(available value: UInt64?, rates now: HostRates) {
    available.append(value)
    rates.append(now)
  }
}
