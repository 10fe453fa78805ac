/// All that a cgroup of either version tells of its memory.
///
/// Source: `memory.*` and `cgroup.procs` of the group. Unit of sizes: bytes. A file that only the
/// other version has is absent.
public struct CgroupMemory: Sendable, Equatable {
  public let version: CgroupMount.Version
  public let identity: CgroupDirectory.Identity
  /// `memory.current` or `memory.usage_in_bytes`.
  public let current: Reading<UInt64>
  /// `memory.max` or `memory.limit_in_bytes`.
  public let max: Reading<CgroupLimit>
  /// `memory.high` or `memory.soft_limit_in_bytes`.
  public let high: Reading<CgroupLimit>
  /// `memory.low`; v2 alone.
  public let low: Reading<CgroupLimit>
  /// `memory.min`; v2 alone. Since: 4.18.
  public let min: Reading<CgroupLimit>
  /// `memory.swap.current`, or `swap` of v1's `memory.stat`.
  public let swap: Reading<UInt64>
  /// `memory.swap.max`; v2 alone.
  public let swapMax: Reading<CgroupLimit>
  /// `memory.memsw.usage_in_bytes`: memory and swap; v1 alone.
  public let memoryAndSwap: Reading<UInt64>
  /// `memory.memsw.limit_in_bytes`: memory and swap; v1 alone.
  public let memoryAndSwapMax: Reading<CgroupLimit>
  /// `memory.peak` (Since: 5.19) or `memory.max_usage_in_bytes`.
  public let peak: Reading<UInt64>
  /// `kernel` of `memory.stat` (Since: 5.18), or `memory.kmem.usage_in_bytes`.
  public let kernel: Reading<UInt64>
  /// `memory.oom.group`; v2 alone. Since: 4.19.
  public let oomGroup: Reading<Bool>
  /// `oom_kill_disable` of `memory.oom_control`; v1 alone.
  public let oomKillDisable: Reading<Bool>
  /// Each by the kernel's name, of the group and all below it: `memory.events`; v2 alone.
  public let events: Reading<NamedValues>
  /// The same of the group alone: `memory.events.local` (Since: 5.2), or `memory.oom_control`.
  public let localEvents: Reading<NamedValues>
  /// `memory.failcnt`: times the limit was met; v1 alone.
  public let failures: Reading<UInt64>
  /// `memory.stat`.
  public let stat: Reading<NamedValues>
  /// `memory.pressure`.
  public let pressure: Reading<MemoryPressure>
  /// Processes in the group itself: lines of `cgroup.procs`. Those of other PID namespaces count.
  public let processes: Reading<Int>
  /// `memory.swappiness`; v1 alone.
  public let swappiness: Int32?
  /// Whether groups below are charged here too: `memory.use_hierarchy`; always so of v2.
  public let isHierarchical: Bool

  /// Nil where the group was removed meanwhile.
  public init?(
    _ directory: CgroupDirectory, _ version: CgroupMount.Version, _ buffer: inout ReadBuffer
  ) {
    self.version = version
    identity = directory.identity
    let isV2 = version == .v2
    func size(_ v2: String?, _ v1: String?, _ buffer: inout ReadBuffer) -> Reading<UInt64> {
      guard let file = isV2 ? v2 : v1 else { return .absent }
      return directory.reading("memory." + file, &buffer, SmallNumber.parseSize)
    }
    func limit(_ v2: String?, _ v1: String?, _ buffer: inout ReadBuffer) -> Reading<CgroupLimit> {
      guard let file = isV2 ? v2 : v1 else { return .absent }
      return directory.reading("memory." + file, &buffer, CgroupLimit.parseAny)
    }
    func names(_ file: String, _ buffer: inout ReadBuffer) -> Reading<NamedValues> {
      directory.reading("memory." + file, &buffer) { NamedValues($0) }
    }
    current = size("current", "usage_in_bytes", &buffer)
    max = limit("max", "limit_in_bytes", &buffer)
    high = limit("high", "soft_limit_in_bytes", &buffer)
    low = limit("low", nil, &buffer)
    min = limit("min", nil, &buffer)
    swapMax = limit("swap.max", nil, &buffer)
    memoryAndSwap = size(nil, "memsw.usage_in_bytes", &buffer)
    memoryAndSwapMax = limit(nil, "memsw.limit_in_bytes", &buffer)
    peak = size("peak", "max_usage_in_bytes", &buffer)
    failures = size(nil, "failcnt", &buffer)
    stat = names("stat", &buffer)
    swap = isV2 ? size("swap.current", nil, &buffer) : stat.key("total_swap", "swap")
    kernel = isV2 ? stat.key("kernel") : size(nil, "kmem.usage_in_bytes", &buffer)
    if isV2 {
      oomGroup = directory.reading("memory.oom.group", &buffer) { bytes in
        SmallNumber.parse(bytes).map { $0 != 0 }
      }
      oomKillDisable = .absent
      events = names("events", &buffer)
      localEvents = names("events.local", &buffer)
      swappiness = nil
      isHierarchical = true
    } else {
      let control = names("oom_control", &buffer)
      oomGroup = .absent
      oomKillDisable = control.key("oom_kill_disable").map { $0 != 0 }
      events = .absent
      localEvents = control
      swappiness =
        directory.reading("memory.swappiness", &buffer) { SmallNumber.parse($0) }.value
      isHierarchical =
        directory.reading("memory.use_hierarchy", &buffer) { SmallNumber.parse($0) }.value != 0
    }
    pressure = directory.reading("memory.pressure", &buffer) { MemoryPressure($0) }
    processes = directory.reading("cgroup.procs", &buffer) { Self.lines($0) }
    // The files of a group that is removed while they are read go one by one.
    if case .absent = processes, !directory.has("cgroup.procs") { return nil }
  }

  /// Nil where the last line has no end.
  private static func lines(_ bytes: Span<UInt8>) -> Int? {
    var count = 0
    for at in bytes.indices where bytes[at] == 0x0a { count += 1 }
    return bytes.isEmpty || bytes[bytes.count - 1] == 0x0a ? count : nil
  }
}

extension CgroupMemory {
  /// Pages that were read again soon after they were dropped, of both kinds and all groups below.
  ///
  /// Source: `workingset_refault*` of `memory.stat`. Unit: pages.
  public var refaults: Reading<UInt64> {
    let kinds = ["", "_anon", "_file"].map { kind in
      stat.key("total_workingset_refault" + kind, "workingset_refault" + kind)
    }
    let told = kinds.compactMap(\.value)
    return told.isEmpty ? kinds[0] : .value(told.reduce(0) { $0.addingSaturated($1) })
  }
}

extension NamedValues {
  /// Takes a reading.
  public init(_ bytes: Span<UInt8>) {
    self.init()
    _ = update(bytes)
  }
}

extension Reading where Value == NamedValues {
  /// The value of the first of these names that there is; absent where there is none.
  public func key(_ names: String...) -> Reading<UInt64> {
    switch self {
    case .value(let values):
      for name in names { if let value = values[name] { return .value(value) } }
      return .absent
    case .absent: return .absent
    case .denied: return .denied
    case .failed(let code): return .failed(errno: code)
    case .malformed(let text): return .malformed(text)
    }
  }
}

extension Reading {
  /// The same reading of another value.
  public func map<T>(_ change: (Value) -> T) -> Reading<T> {
    switch self {
    case .value(let value): .value(change(value))
    case .absent: .absent
    case .denied: .denied
    case .failed(let code): .failed(errno: code)
    case .malformed(let text): .malformed(text)
    }
  }
}

extension CgroupLimit {
  /// A limit of either version: without one v1 shows the largest number of whole pages.
  static func parseAny(_ bytes: Span<UInt8>) -> CgroupLimit? {
    guard let limit = parse(bytes) else { return nil }
    if let size = limit.bytes, size >> 62 != 0 { return CgroupLimit.none }
    return limit
  }
}
