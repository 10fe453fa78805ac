/// A figure of the host that is remembered over hours.
public enum HostFigure: Int, Sendable, CaseIterable {
  /// Unit: bytes. Source: `/proc/meminfo` key `MemAvailable`.
  case available
  /// Unit: bytes. Source: `/proc/meminfo` key `MemFree`.
  case free
  /// Unit: bytes. Source: `/proc/meminfo` keys `SwapTotal` less `SwapFree`.
  case swapUsed
  /// What no reclaim of files gives back. Unit: bytes. Source: `/proc/meminfo` keys `AnonPages`, `Shmem`
  /// and `SUnreclaim`.
  case demand
  /// See `HostRates`.
  case swapIn, swapOut, pressureSome, pressureFull
  /// Unit: bytes. Source: `/proc/meminfo` key `AnonPages`.
  case anon
  /// Unit: bytes. Source: `/proc/meminfo` key `Shmem`.
  case shmem
  /// Unit: bytes. Source: `/proc/meminfo` key `SUnreclaim`.
  case sUnreclaim
  /// Unit: bytes. Source: `/proc/meminfo` key `PageTables`.
  case pageTables
  /// Unit: bytes. Source: `/proc/meminfo` key `Committed_AS`.
  case committed
  /// What waits for a disk. Unit: bytes. Source: `/proc/meminfo` keys `Dirty` and `Writeback`.
  case writeback
  /// See `HostRates`.
  case refaults, majorFaults

  /// Of these the least is what hurts, of the others the most.
  public var isScarce: Bool { self == .available || self == .free }
}

/// What a column of a chart stands for: one figure over a stretch of time.
public struct HostColumn: Sendable, Equatable {
  /// When the stretch began and when its last sample was taken. Unit: nanoseconds of the samples' clock.
  public let time: ClosedRange<UInt64>
  /// Nil where it was not known. Unit: the figure's.
  public let mean: Double?
  /// The least of what is scarce, the most of what is not.
  public let worst: Double?
}
