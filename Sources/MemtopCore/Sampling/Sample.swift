import LinuxKernel

/// Raw absolute values read at one instant; nothing in it is computed, so it can be recorded.
public struct Sample: Sendable {
  /// For intervals. Unit: nanoseconds; of a captured tree, its uptime.
  public package(set) var monotonic: UInt64 = 0
  /// Unit: nanoseconds after 1970-01-01 UTC; of a captured tree, boot time and uptime.
  public internal(set) var wall: Int64 = 0
  /// Unit: nanoseconds.
  public internal(set) var uptime: UInt64?
  public internal(set) var memInfo: Reading<MemInfo> = .absent
  public internal(set) var vmStat: Reading<VMStat> = .absent
  public internal(set) var pressure: Reading<MemoryPressure> = .absent
  public internal(set) var swaps: Reading<[SwapDevice]> = .absent
  /// Files of the host that were not understood, or have lines that were not, named from the root.
  public internal(set) var malformedFiles: [String] = []
  /// A file of the host that could not be read although it is there; the values tell of the most.
  public internal(set) var failure: ReadFailure?
  public internal(set) var source = ProcessSource.proc
  /// The source lets the sizes lag behind what the kernel's files would give.
  public internal(set) var hasRoughSizes = false
  public package(set) var processes = ProcessTable()
  /// What the kernel's choice depends on besides the processes; nil where nobody asked.
  public internal(set) var killFacts: KillFacts?

  public init() {}

  /// The host's memory and swap, which the kernel takes thousandths of. Unit: pages. Nil where
  /// `meminfo` does not tell.
  func totalPages(pageSize: UInt64) -> Int64? {
    guard let info = memInfo.value, let ram = info[.memTotal] else { return nil }
    let pages =
      KillTerms.pages(ram, of: pageSize) + KillTerms.pages(info[.swapTotal] ?? 0, of: pageSize)
    return pages > 0 ? pages : nil
  }
}

/// What is the same in every sample of a host.
public struct HostFacts: Sendable, Equatable {
  /// Source: `/proc/sys/kernel/hostname`.
  public internal(set) var name: String?
  /// Source: `/proc/sys/kernel/osrelease`.
  public internal(set) var kernel: String?
  /// Unit: seconds after 1970-01-01 UTC. Source: `/proc/stat`, key `btime`.
  public internal(set) var bootTime: Int64?
  /// Unit: bytes.
  public var pageSize: UInt64
  public var clockTicksPerSecond: UInt64
  /// True for the running system, false for a captured tree.
  public var isLive: Bool
  /// Groups are called here as the kernel's log calls them: not so in a cgroup namespace of a container, whose
  /// groups may bear names of the host's.
  public internal(set) var namesGroupsAsLog = true
  /// What `/proc` leaves out.
  public internal(set) var procMount = ProcMount()
  /// What could not be read of these although it is there.
  public internal(set) var failure: ReadFailure?
}
