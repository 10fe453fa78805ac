/// Files of a cgroup that its memory is read from; each stands for that of either version.
public struct CgroupFiles: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `memory.current`; `memory.usage_in_bytes`.
  public static let current = CgroupFiles(rawValue: 1 << 0)
  /// `memory.max`; `memory.limit_in_bytes`.
  public static let max = CgroupFiles(rawValue: 1 << 1)
  /// `memory.high`; `memory.soft_limit_in_bytes`.
  public static let high = CgroupFiles(rawValue: 1 << 2)
  /// `memory.low` and `memory.min`; v2 alone.
  public static let protection = CgroupFiles(rawValue: 1 << 3)
  /// `memory.swap.current` and `memory.swap.max`; the two of `memory.memsw`.
  public static let swap = CgroupFiles(rawValue: 1 << 4)
  /// `memory.peak`; `memory.max_usage_in_bytes`.
  public static let peak = CgroupFiles(rawValue: 1 << 5)
  /// `memory.stat`.
  public static let stat = CgroupFiles(rawValue: 1 << 6)
  /// `memory.kmem.usage_in_bytes` of v1; of v2 `memory.stat` has it.
  public static let kernel = CgroupFiles(rawValue: 1 << 7)
  /// `memory.oom.group`; `memory.oom_control`, `memory.swappiness` and `memory.use_hierarchy`.
  public static let control = CgroupFiles(rawValue: 1 << 8)
  /// `memory.events`; `memory.failcnt`.
  public static let events = CgroupFiles(rawValue: 1 << 9)
  /// `memory.events.local`; `memory.oom_control`.
  public static let localEvents = CgroupFiles(rawValue: 1 << 10)
  /// `memory.pressure`.
  public static let pressure = CgroupFiles(rawValue: 1 << 11)
  /// `cgroup.procs`.
  public static let processes = CgroupFiles(rawValue: 1 << 12)

  public static let all = CgroupFiles(rawValue: 1 << 13 - 1)
  /// What tells where a limit is reached.
  public static let limits: CgroupFiles = [.current, .max, .high, .swap, .stat, .control]
}
