import LinuxKernel

/// What is remembered of the host: every sample of the last minutes, and hours in coarser columns.
public struct History: Sendable {
  public static let capacity = 400

  /// How long a column of a chart is.
  public enum Resolution: Int, Sendable, CaseIterable {
    case second, tenSeconds, minute

    /// Unit: seconds.
    public var seconds: UInt64 {
      switch self {
      case .second: 1
      case .tenSeconds: 10
      case .minute: 60
      }
    }
  }

  /// Unit: bytes.
  public private(set) var available = Ring<UInt64?>(capacity: capacity)
  /// What is left in swap; zram is not counted, since it is made of memory. Unit: bytes.
  public private(set) var swapFree = Ring<UInt64>(capacity: capacity)
  /// When each sample was taken. Unit: nanoseconds of CLOCK_MONOTONIC.
  public private(set) var times = Ring<UInt64>(capacity: capacity)
  public private(set) var rates = Ring<HostRates>(capacity: capacity)
  private var tiers = Resolution.allCases.map { HistoryTier(length: $0.seconds * 1_000_000_000) }

  mutating func append(_ sample: borrowing Sample, rates now: HostRates) {
    let info = sample.memInfo.value
    times.append(sample.monotonic)
    available.append(info?[.memAvailable])
    swapFree.append(UsableSwap.size(sample.swaps.value, info))
    rates.append(now)
    var values = InlineArray<8, Double?>(repeating: nil)
    for figure in HostFigure.allCases { values[figure.rawValue] = Self.value(figure, info, now) }
    for place in tiers.indices { tiers[place].note(values, at: sample.monotonic) }
  }

  private static func value(_ figure: HostFigure, _ info: MemInfo?, _ rates: HostRates) -> Double? {
    switch figure {
    case .available: info?[.memAvailable].map { Double($0) }
    case .free: info?[.memFree].map { Double($0) }
    case .swapUsed: swapUsed(info).map { Double($0) }
    case .demand: demand(info).map { Double($0) }
    case .swapIn: rates.swapIn
    case .swapOut: rates.swapOut
    case .pressureSome: rates.pressureSome
    case .pressureFull: rates.pressureFull
    }
  }

  private static func swapUsed(_ info: MemInfo?) -> UInt64? {
    guard let total = info?[.swapTotal], let free = info?[.swapFree], free <= total else {
      return nil
    }
    return total - free
  }

  private static func demand(_ info: MemInfo?) -> UInt64? {
    guard let anon = info?[.anonPages], let shmem = info?[.shmem], let slab = info?[.sUnreclaim]
    else { return nil }
    return anon.addingSaturated(shmem).addingSaturated(slab)
  }

  /// The newest columns of a chart, the oldest first; the last one may go on still.
  public func columns(_ figure: HostFigure, per resolution: Resolution, _ count: Int)
    -> [HostColumn]
  {
    tiers[resolution.rawValue].columns(figure, count)
  }
}
