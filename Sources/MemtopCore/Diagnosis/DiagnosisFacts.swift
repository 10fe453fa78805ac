import LinuxKernel

/// What the rules read of a host at one instant; nil, or empty, where it is not told.
public struct DiagnosisFacts: Sendable {
  /// On the samples' clock. Unit: seconds.
  public var time = 0.0
  /// Unit: bytes.
  public var pageSize: UInt64 = 4096
  public var isLive = false
  public var memInfo: MemInfo?
  public var vmStat: VMStat?
  public var pressure: MemoryPressure?
  /// Source: `/proc/pressure/io`, which is of the same form.
  var ioPressure: MemoryPressure?
  public var swaps: [SwapDevice]?
  public var zones: [ZoneInfo.Zone] = []
  public var blocks: [FreeBlocks] = []
  var typedBlocks: [FreeBlocks] = []
  public var slabs: Reading<[SlabCache]> = .absent
  public var pools: [HugePagePool] = []
  public var zram: [ZramStat] = []
  var arc: ArcStats?
  /// The module is loaded.
  var hasZFS = false
  public var groups: [CgroupUse] = []
  /// The limit of memtop's own group. Unit: bytes.
  var ownLimit: UInt64?
  /// Some files of `/proc` are lxcfs's.
  var hasLxcfs = false
  public var sysctls: MemorySysctls?
  public var segments: [SharedSegment] = []
  public var tmpfs: [TmpfsMount] = []
  var dentries: DentryState?
  /// Pages that KSM saves. Source: `/sys/kernel/mm/ksm/pages_sharing`.
  var ksmSharing: UInt64?
  public var nodes: [NodeMemInfo] = []
  /// The processes that can matter; of very many, those that hold something.
  public var processes: [DiagnosisProcess] = []
  /// How many there are; nil where they are not told.
  public var processCount: Int?
  /// Processes whose growth over minutes to days is taken for a leak, the fastest first.
  var leaks: [Leak] = []
  /// What was killed for memory a short time ago, the newest first, as far as a log tells.
  public internal(set) var kills: [RecentKill] = []
  /// The log's groups are the ones that are seen here.
  var namesGroupsAsLog = true
  /// Files that were wanted and are not told, with the reason.
  public var missing: [Missing] = []

  public struct Missing: Sendable, Equatable {
    public let what: String
    public let why: String

    public init(_ what: String, _ why: String) {
      self.what = what
      self.why = why
    }
  }

  public struct Leak: Sendable, Equatable {
    public let process: ProcessID
    /// `mongod (4242)`, made visible.
    public let label: String
    /// Made visible; nil where it is not told.
    public let group: String?
    /// What it holds now; nil where this sample does not tell. Unit: bytes.
    public let size: UInt64?
    public let trend: LeakTrend
  }

  public init() {}

  /// Takes over what a log tells.
  public mutating func take(_ kills: [RecentKill]) {
    self.kills = namesGroupsAsLog ? kills : kills.map(\.elsewhere)
  }
}

/// A process as the rules see it. Unit of sizes: bytes.
public struct DiagnosisProcess: Sendable, Equatable {
  public var id: ProcessID
  /// Made visible.
  public var name: String
  /// Made visible; nil where it is not told.
  public var group: String?
  public var anon: UInt64
  public var swap: UInt64
  public var rss: UInt64
  public var shmem: UInt64
  public var pageTables: UInt64

  /// What it holds that no reclaim of files gives back.
  public var demand: UInt64 { anon.addingSaturated(swap) }

  /// `mongod (4242)`.
  public var label: String { "\(name) (\(id.pid))" }
}
