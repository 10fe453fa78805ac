import LinuxKernel

/// What happened between two samples of a host, a second.
public struct HostRates: Sendable, Equatable {
  /// Memory read back from swap. Unit: bytes a second. Source: `/proc/vmstat` key `pswpin`.
  @Packed public var swapIn: Double?
  /// Memory written to swap. Unit: bytes a second. Source: `/proc/vmstat` key `pswpout`.
  @Packed public var swapOut: Double?
  /// Share of the interval in which some task waited for memory. Unit: percent. Source: `total`.
  @Packed public var pressureSome: Double?
  /// Share of the interval in which every task that could run waited for memory. Unit: percent.
  @Packed public var pressureFull: Double?
  /// Pages that came back soon after they were dropped. Unit: pages a second. Source: `/proc/vmstat` keys
  /// `workingset_refault_*`.
  @Packed public var refaults: Double?
  /// Faults that had to read. Unit: faults a second. Source: `/proc/vmstat` key `pgmajfault`.
  @Packed public var majorFaults: Double?

  public static let unknown = HostRates()

  init() {}

  /// Nil rates where a counter is missing, went backwards or no time passed.
  public init(_ now: borrowing Sample, since before: borrowing Sample, pageSize: UInt64) {
    guard now.monotonic > before.monotonic else { return }
    let seconds = Double(now.monotonic - before.monotonic) / 1e9
    func rate(_ new: UInt64?, _ old: UInt64?, _ unit: Double) -> Double? {
      guard let new, let old, new >= old else { return nil }
      return Double(new - old) * unit / seconds
    }
    let page = Double(pageSize)
    let counters = now.vmStat.value
    let earlier = before.vmStat.value
    swapIn = rate(counters?[.pswpin], earlier?[.pswpin], page)
    swapOut = rate(counters?[.pswpout], earlier?[.pswpout], page)
    refaults = rate(counters?.refaults, earlier?.refaults, 1)
    majorFaults = rate(counters?[.pgmajfault], earlier?[.pgmajfault], 1)
    let stalls = now.pressure.value
    let earlierStalls = before.pressure.value
    func share(_ new: UInt64?, _ old: UInt64?) -> Double? {
      rate(new, old, 100 / 1e6).map { min(100, $0) }
    }
    pressureSome = share(stalls?.some.total, earlierStalls?.some.total)
    pressureFull = share(stalls?.full?.total, earlierStalls?.full?.total)
  }
}
