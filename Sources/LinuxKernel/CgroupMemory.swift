/// All that a cgroup of either version tells of its memory.
///
/// Source: `memory.*` and `cgroup.procs` of the group. Unit of sizes: bytes. A file that only the
/// other version has is absent, and so is what was not read.
public struct CgroupMemory: Sendable, Equatable {
  public let version: CgroupMount.Version
  public let identity: CgroupDirectory.Identity
  /// `memory.current` or `memory.usage_in_bytes`.
  @PackedReading public private(set) var current: Reading<UInt64> = .absent
  /// `memory.stat`.
  public private(set) var stat: Reading<NamedValues> = .absent
  /// Processes in the group itself: lines of `cgroup.procs`. Those of other PID namespaces count.
  @PackedReading public private(set) var processes: Reading<Int> = .absent
  /// `memory.swappiness`; v1 alone.
  public private(set) var swappiness: Int32?
  /// Whether groups below are charged here too: `memory.use_hierarchy`; always so of v2.
  public private(set) var isHierarchical: Bool

  /// The other files, of one group in a hundred.
  private var told: [CgroupDetails] = []

  /// Nothing is read yet.
  public init(_ directory: CgroupDirectory, _ version: CgroupMount.Version) {
    self.version = version
    identity = directory.identity
    isHierarchical = version == .v2
  }

  /// Reads everything. Nil where the group was removed meanwhile.
  public init?(
    _ directory: CgroupDirectory, _ version: CgroupMount.Version, _ buffer: inout ReadBuffer
  ) {
    self.init(directory, version)
    guard read(.all, of: directory, &buffer) else { return nil }
  }

  /// Reads some of the files anew. False where the group was removed meanwhile, as far as that shows: the
  /// files of a group that is removed while they are read go one by one.
  @discardableResult
  public mutating func read(
    _ files: CgroupFiles, of directory: CgroupDirectory, _ buffer: inout ReadBuffer
  ) -> Bool {
    var names = NamedValues()
    return read(files, of: directory, &names, &buffer)
  }

  /// The same of a group whose files stay open.
  @discardableResult
  public mutating func read(
    _ files: CgroupFiles, of kept: KeptCgroup, _ buffer: inout ReadBuffer
  ) -> Bool {
    var names = NamedValues()
    return read(files, in: kept, &names, &buffer)
  }

  /// The same, where other groups' `memory.stat` had these names: one copy of them is kept.
  @discardableResult
  public mutating func read(
    _ files: CgroupFiles, of directory: CgroupDirectory, _ statNames: inout NamedValues,
    _ buffer: inout ReadBuffer
  ) -> Bool {
    read(files, in: directory, &statNames, &buffer)
  }

  private mutating func read(
    _ files: CgroupFiles, in directory: some CgroupFolder, _ statNames: inout NamedValues,
    _ buffer: inout ReadBuffer
  ) -> Bool {
    let isV2 = version == .v2
    func size(_ v2: String?, _ v1: String?, _ buffer: inout ReadBuffer) -> Reading<UInt64> {
      guard let file = isV2 ? v2 : v1 else { return .absent }
      return directory.reading("memory." + file, &buffer, SmallNumber.parseSize)
    }
    func limit(_ v2: String?, _ v1: String?, _ buffer: inout ReadBuffer) -> Reading<CgroupLimit> {
      guard let file = isV2 ? v2 : v1 else { return .absent }
      return directory.reading("memory." + file, &buffer, CgroupLimit.parseAny)
    }
    if files.contains(.current) { current = size("current", "usage_in_bytes", &buffer) }
    if files.contains(.max) { details.max = limit("max", "limit_in_bytes", &buffer) }
    if files.contains(.high) { details.high = limit("high", "soft_limit_in_bytes", &buffer) }
    if files.contains(.protection) {
      details.low = limit("low", nil, &buffer)
      details.min = limit("min", nil, &buffer)
    }
    if files.contains(.peak) { details.peak = size("peak", "max_usage_in_bytes", &buffer) }
    if files.contains(.stat) || files.contains(.swap) && !isV2 {
      var values = storageOfStat(statNames)
      stat = directory.reading("memory.stat", &buffer) { bytes in
        _ = values.update(bytes)
        return values
      }
      statNames = NamedValues(namedLike: values)
    }
    if files.contains(.swap) {
      details.swapMax = limit("swap.max", nil, &buffer)
      details.memoryAndSwap = size(nil, "memsw.usage_in_bytes", &buffer)
      details.memoryAndSwapMax = limit(nil, "memsw.limit_in_bytes", &buffer)
      details.swap = isV2 ? size("swap.current", nil, &buffer) : stat.key("total_swap", "swap")
    }
    if !isV2, files.contains(.kernel) {
      details.kernel = size(nil, "kmem.usage_in_bytes", &buffer)
    }
    if isV2 {
      readEvents(files, directory, &buffer)
    } else {
      readControl(files, directory, &buffer)
    }
    if files.contains(.pressure) {
      details.pressure = directory.reading("memory.pressure", &buffer) { MemoryPressure($0) }
    }
    guard files.contains(.processes) else { return true }
    processes = directory.reading("cgroup.procs", &buffer) { Self.lines($0) }
    if case .absent = processes { return directory.has("cgroup.procs") }
    return true
  }

  /// The numbers of the last reading, which are updated where they are, or none yet under known names.
  private mutating func storageOfStat(_ statNames: NamedValues) -> NamedValues {
    guard case .value(let values) = stat else { return NamedValues(namedLike: statNames) }
    stat = .absent
    return values
  }

  /// Takes `memory.current` or `memory.usage_in_bytes`.
  mutating func takeCurrent(_ bytes: Span<UInt8>) {
    current = SmallNumber.parseSize(bytes).map(Reading.value) ?? .notThisFile
  }

  /// Takes `memory.stat`.
  mutating func takeStat(_ bytes: Span<UInt8>, _ statNames: NamedValues) {
    var values = storageOfStat(statNames)
    _ = values.update(bytes)
    stat = .value(values)
  }

  /// What v2 says of its killer.
  private mutating func readEvents(
    _ files: CgroupFiles, _ directory: some CgroupFolder, _ buffer: inout ReadBuffer
  ) {
    if files.contains(.control) {
      details.oomGroup = directory.reading("memory.oom.group", &buffer) { bytes in
        SmallNumber.parse(bytes).map { $0 != 0 }
      }
    }
    if files.contains(.events) {
      details.events = directory.reading("memory.events", &buffer) {
        NamedValues($0, like: events.value)
      }
    }
    if files.contains(.localEvents) {
      details.localEvents = directory.reading("memory.events.local", &buffer) {
        NamedValues($0, like: localEvents.value)
      }
    }
  }

  /// What v1 says of its killer, and what holds for its reclaim.
  private mutating func readControl(
    _ files: CgroupFiles, _ directory: some CgroupFolder, _ buffer: inout ReadBuffer
  ) {
    if files.contains(.events) {
      details.failures = directory.reading("memory.failcnt", &buffer, SmallNumber.parseSize)
    }
    guard files.contains(.control) || files.contains(.localEvents) else { return }
    details.localEvents = directory.reading("memory.oom_control", &buffer) {
      NamedValues($0, like: localEvents.value)
    }
    details.oomKillDisable = localEvents.key("oom_kill_disable").map { $0 != 0 }
    swappiness =
      directory.reading("memory.swappiness", &buffer) { SmallNumber.parse($0) }.value
    isHierarchical =
      directory.reading("memory.use_hierarchy", &buffer) { SmallNumber.parse($0) }.value != 0
  }

  /// Nil where the last line has no end.
  private static func lines(_ bytes: Span<UInt8>) -> Int? {
    var count = 0
    for at in bytes.indices where bytes[at] == 0x0a { count += 1 }
    return bytes.isEmpty || bytes[bytes.count - 1] == 0x0a ? count : nil
  }
}

/// What is read of the groups that are looked at: there are thousands, and most of them are not.
private struct CgroupDetails: Sendable, Equatable {
  @PackedReading var max: Reading<CgroupLimit> = .absent
  @PackedReading var high: Reading<CgroupLimit> = .absent
  @PackedReading var low: Reading<CgroupLimit> = .absent
  @PackedReading var min: Reading<CgroupLimit> = .absent
  @PackedReading var swap: Reading<UInt64> = .absent
  @PackedReading var swapMax: Reading<CgroupLimit> = .absent
  @PackedReading var memoryAndSwap: Reading<UInt64> = .absent
  @PackedReading var memoryAndSwapMax: Reading<CgroupLimit> = .absent
  @PackedReading var peak: Reading<UInt64> = .absent
  @PackedReading var kernel: Reading<UInt64> = .absent
  @PackedReading var oomGroup: Reading<Bool> = .absent
  @PackedReading var oomKillDisable: Reading<Bool> = .absent
  var events: Reading<NamedValues> = .absent
  var localEvents: Reading<NamedValues> = .absent
  @PackedReading var failures: Reading<UInt64> = .absent
  var pressure: Reading<MemoryPressure> = .absent
}

extension CgroupMemory {
  /// `memory.max` or `memory.limit_in_bytes`.
  public var max: Reading<CgroupLimit> { details.max }
  /// `memory.high` or `memory.soft_limit_in_bytes`.
  public var high: Reading<CgroupLimit> { details.high }
  /// `memory.low`; v2 alone.
  public var low: Reading<CgroupLimit> { details.low }
  /// `memory.min`; v2 alone. Since: 4.18.
  public var min: Reading<CgroupLimit> { details.min }
  /// `memory.swap.current`, or `swap` of v1's `memory.stat`.
  public var swap: Reading<UInt64> { details.swap }
  /// `memory.swap.max`; v2 alone.
  public var swapMax: Reading<CgroupLimit> { details.swapMax }
  /// `memory.memsw.usage_in_bytes`: memory and swap; v1 alone.
  public var memoryAndSwap: Reading<UInt64> { details.memoryAndSwap }
  /// `memory.memsw.limit_in_bytes`: memory and swap; v1 alone.
  public var memoryAndSwapMax: Reading<CgroupLimit> { details.memoryAndSwapMax }
  /// `memory.peak` (Since: 5.19) or `memory.max_usage_in_bytes`.
  public var peak: Reading<UInt64> { details.peak }
  /// `kernel` of `memory.stat` (Since: 5.18), or `memory.kmem.usage_in_bytes`.
  public var kernel: Reading<UInt64> {
    version == .v2 ? stat.key("kernel") : details.kernel
  }
  /// `memory.oom.group`; v2 alone. Since: 4.19.
  public var oomGroup: Reading<Bool> { details.oomGroup }
  /// `oom_kill_disable` of `memory.oom_control`; v1 alone.
  public var oomKillDisable: Reading<Bool> { details.oomKillDisable }
  /// Each by the kernel's name, of the group and all below it: `memory.events`; v2 alone.
  public var events: Reading<NamedValues> { details.events }
  /// The same of the group alone: `memory.events.local` (Since: 5.2), or `memory.oom_control`.
  public var localEvents: Reading<NamedValues> { details.localEvents }
  /// `memory.failcnt`: times the limit was met; v1 alone.
  public var failures: Reading<UInt64> { details.failures }
  /// `memory.pressure`.
  public var pressure: Reading<MemoryPressure> { details.pressure }

  private var details: CgroupDetails {
    get { told.first ?? CgroupDetails() }
    _modify {
      if told.isEmpty { told.append(CgroupDetails()) }
      yield &told[0]
    }
  }
}

extension CgroupMemory {
  /// Processes that were killed for memory; in v2 with groups below.
  ///
  /// Source: `memory.events` or `memory.oom_control`, key `oom_kill`.
  public var oomKills: Reading<UInt64> { (version == .v2 ? events : localEvents).key("oom_kill") }

  /// Pages that were read again soon after they were dropped, of both kinds and all groups below.
  ///
  /// Source: `workingset_refault*` of `memory.stat`. Unit: pages.
  public var refaults: Reading<UInt64> {
    guard case .value(let stat) = stat else { return stat.key("workingset_refault") }
    var sum: UInt64?
    for (below, own) in Self.refaultNames {
      guard let told = stat[below] ?? stat[own] else { continue }
      sum = (sum ?? 0).addingSaturated(told)
    }
    return sum.map(Reading.value) ?? .absent
  }

  private static let refaultNames = ["", "_anon", "_file"].map { kind in
    ("total_workingset_refault" + kind, "workingset_refault" + kind)
  }
}

extension NamedValues {
  /// Takes a reading.
  ///
  /// - Parameter other: a reading whose names are likely to be the same, which are kept once.
  public init(_ bytes: Span<UInt8>, like other: NamedValues? = nil) {
    self.init(namedLike: other ?? NamedValues())
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
