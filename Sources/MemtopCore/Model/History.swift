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
  private(set) var times = Ring<UInt64>(capacity: capacity)
  public private(set) var rates = Ring<HostRates>(capacity: capacity)
  private var tiers = Resolution.allCases.map { HistoryTier(length: $0.seconds * 1_000_000_000) }

  mutating func append(_ sample: borrowing Sample, rates now: HostRates) {
    let info = sample.memInfo.value
    times.append(sample.monotonic)
    available.append(info?[.memAvailable])
    swapFree.append(UsableSwap.size(sample.swaps.value, info))
    rates.append(now)
    var values = HistoryTier.Values(repeating: nil)
    for figure in HostFigure.allCases { values[figure.rawValue] = Self.value(figure, info, now) }
    for place in tiers.indices { tiers[place].note(values, at: sample.monotonic) }
  }

  private static func value(_ figure: HostFigure, _ info: MemInfo?, _ rates: HostRates) -> Double? {
    func size(_ key: MemInfo.Key) -> Double? { info?[key].map { Double($0) } }
    return switch figure {
    case .available: size(.memAvailable)
    case .free: size(.memFree)
    case .swapUsed: swapUsed(info).map { Double($0) }
    case .demand: demand(info).map { Double($0) }
    case .anon: size(.anonPages)
    case .shmem: size(.shmem)
    case .sUnreclaim: size(.sUnreclaim)
    case .pageTables: size(.pageTables)
    case .committed: size(.committedAS)
    case .writeback: size(.dirty).flatMap { dirty in size(.writeback).map { dirty + $0 } }
    case .refaults: rates.refaults
    case .majorFaults: rates.majorFaults
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
  ///
  /// - Parameter age: so many of the newest are left out.
  public func columns(
    _ figure: HostFigure, per resolution: Resolution, _ count: Int, before age: Int = 0
  ) -> [HostColumn] {
    tiers[resolution.rawValue].columns(figure, count, before: age)
  }

  /// How many columns of a chart there are.
  public func columnCount(per resolution: Resolution) -> Int { tiers[resolution.rawValue].count }

  /// How many columns are newer than the one that holds a time, or the first one behind it.
  ///
  /// - Parameter time: nanoseconds of the samples' clock.
  public func age(of time: UInt64, per resolution: Resolution) -> Int {
    tiers[resolution.rawValue].age(of: time)
  }
}
