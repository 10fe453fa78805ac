import LinuxKernel

/// What a group or a process uses at one instant, and what it has lost and taken again.
public struct ReclaimFigures: Sendable, Equatable {
  /// Unit: nanoseconds since boot.
  public let at: UInt64
  /// What is charged to a group, or resident of a process. Unit: bytes.
  public let used: UInt64?
  /// Unit: bytes.
  public let swap: UInt64?
  /// Pages that were read again soon after they were dropped, since the group was made; of a process
  /// the kernel does not tell them.
  public let refaults: UInt64?
  /// Faults that had to wait for a disk, since the beginning.
  public let majorFaults: UInt64?

  init(_ memory: CgroupMemory) {
    at = KernelClock.monotonic()
    used = memory.current.value
    swap = memory.swap.value
    refaults = memory.refaults.value
    majorFaults = memory.stat.key("total_pgmajfault", "pgmajfault").value
  }

  /// Nil where the process is gone.
  init?(_ handle: ProcessHandle, _ buffer: inout ReadBuffer) {
    guard let stat = handle.read("stat", &buffer, { ProcessStat($0) }),
      let status = handle.read("status", &buffer, { ProcessStatus($0) }), handle.isSame()
    else { return nil }
    at = KernelClock.monotonic()
    used = status.vmRSS
    swap = status.vmSwap
    refaults = nil
    majorFaults = stat.majorFaults
  }
}

/// What pushing memory out would do, before anything is done.
public struct ReclaimPlan: Sendable, Equatable {
  public enum Target: Sendable, Equatable {
    /// As `/proc/PID/cgroup` names it.
    case group([UInt8], CgroupMount.Version)
    case process(BoxMember)
  }

  public let target: Target
  /// Unit: bytes. Nil: all that the kernel takes back.
  public let amount: UInt64?
  public let before: ReclaimFigures
  /// Page cache of a group. Unit: bytes.
  public let cache: UInt64?
  /// Room in swap; 0 where there is none. Unit: bytes.
  public let swapFree: UInt64?

  /// The file that is written, or the call that is made.
  public var means: String {
    switch target {
    case .group(_, let version): Self.file(version)
    case .process: "process_madvise(MADV_PAGEOUT)"
    }
  }

  static func file(_ version: CgroupMount.Version) -> String {
    version == .v2 ? "memory.reclaim" : "memory.force_empty"
  }
}

/// What came of it.
public struct ReclaimOutcome: Sendable, Equatable {
  public let before: ReclaimFigures
  /// Nil where it is gone.
  public let after: ReclaimFigures?
  /// Unit: nanoseconds.
  public let took: UInt64
  /// The kernel found less than what was asked for.
  let isLess: Bool
  /// Mappings of a process that are never taken back: locked, of huge pages or a device's.
  public let skipped: Int
  /// Why nothing was done, in one line.
  public let failure: String?
}
