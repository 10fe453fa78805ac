/// How much of its limit a cgroup uses, and how often it met it.
///
/// Source: `memory.*` of a group, v2 or v1. Unit of sizes: bytes.
public struct CgroupUse: Sendable, Equatable {
  /// As `/proc/PID/cgroup` names it.
  public let path: String
  /// Of its directory; nil where that cannot be opened.
  public let identity: CgroupDirectory.Identity?
  public let version: CgroupMount.Version
  /// `memory.max` or `memory.limit_in_bytes`; nil without a limit.
  public var limit: UInt64?
  /// `memory.high`; nil without one.
  public var high: UInt64?
  /// `memory.current` or `memory.usage_in_bytes`.
  public var current: UInt64
  /// Times the limit was met: `memory.events` key `max`, or `memory.failcnt`.
  public var limitMet: UInt64?
  /// Times processes were slowed: `memory.events` key `high`.
  public var highMet: UInt64?
  /// `memory.events` key `oom_kill`, or that of `memory.oom_control`.
  public var kills: UInt64?
  /// Cache that is given back first: `memory.stat` key `inactive_file`.
  public var inactiveFile: UInt64?
  /// All cache that can be given back, what was used again included.
  public var cache: UInt64?
  /// `memory.stat` key `anon`, or `rss`.
  public var anon: UInt64?
  /// `memory.stat` key `slab`; v1 does not tell it.
  public var slab: UInt64?
  /// Pages that came back soon after they were dropped, of both kinds.
  public var refaults: UInt64?
  /// Faults that needed a read from disk, with groups below in v1: `memory.stat` key `pgmajfault`. Version 1
  /// tells no refaults before 6.4.
  public var majorFaults: UInt64?
  /// `memory.pressure`.
  public var pressure: MemoryPressure?

  /// Whether it was read now; else it is as it was some seconds ago.
  public internal(set) var isFresh = true

  /// Nil where the group has no limit, or does not tell what it uses.
  ///
  /// - Parameter statNames: of another group's `memory.stat`, which are kept once.
  init?(
    _ root: KernelRoot, _ mount: CgroupMount, _ path: String, _ statNames: inout NamedValues,
    _ buffer: inout ReadBuffer
  ) {
    self.path = path.isEmpty ? "/" : path
    version = mount.version
    let directory = mount.directory + path
    func size(_ name: String, _ buffer: inout ReadBuffer) -> UInt64? {
      root.value(of: directory + "/memory." + name, &buffer, SmallNumber.parseSize)
    }
    func values(
      _ name: String, like names: NamedValues? = nil, _ buffer: inout ReadBuffer
    ) -> NamedValues? {
      root.value(of: directory + "/memory." + name, &buffer) { NamedValues($0, like: names) }
    }
    switch mount.version {
    case .v2:
      limit = root.value(of: directory + "/memory.max", &buffer, CgroupLimit.parse)?.bytes
      high = root.value(of: directory + "/memory.high", &buffer, CgroupLimit.parse)?.bytes
      guard limit != nil || high != nil, let used = size("current", &buffer) else { return nil }
      current = used
      let events = values("events", &buffer)
      limitMet = events?["max"]
      highMet = events?["high"]
      kills = events?["oom_kill"]
      pressure = root.value(of: directory + "/memory.pressure", &buffer) { MemoryPressure($0) }
    case .v1:
      guard let told = size("limit_in_bytes", &buffer), told < 1 << 60,
        let used = size("usage_in_bytes", &buffer)
      else { return nil }
      limit = told
      current = used
      limitMet = size("failcnt", &buffer)
      kills = values("oom_control", &buffer)?["oom_kill"]
    }
    identity = (try? CgroupDirectory(root, mount, below: Array(path.utf8)))?.identity
    let stat = values("stat", like: statNames, &buffer)
    if let stat { statNames = NamedValues(namedLike: stat) }
    inactiveFile = stat?["total_inactive_file"] ?? stat?["inactive_file"]
    cache = stat.flatMap { ReclaimableMemory($0)?.cache }
    anon = stat?["anon"] ?? stat?["total_rss"] ?? stat?["rss"]
    slab = stat?["slab"]
    majorFaults = stat?["total_pgmajfault"] ?? stat?["pgmajfault"]
    let keys = ["workingset_refault", "workingset_refault_anon", "workingset_refault_file"]
    for key in keys {
      if let value = stat?["total_" + key] ?? stat?[key] {
        refaults = (refaults ?? 0).addingSaturated(value)
      }
    }
  }

  /// What counts against the limit and is not given back before the others. Unit: bytes.
  public var unreclaimable: UInt64 { current - Swift.min(current, inactiveFile ?? 0) }

  /// Whether it may soon be at its limit, or be slowed.
  var isNearLimit: Bool {
    let least = Swift.min(limit ?? .max, high ?? .max)
    return Double(unreclaimable) >= Double(least) * Self.near
  }

  private static let near = 0.75
}

extension NamedValues {
  /// The value of a name; nil where there is none.
  public subscript(name: String) -> UInt64? { index(of: name).flatMap { value(at: $0) } }
}
