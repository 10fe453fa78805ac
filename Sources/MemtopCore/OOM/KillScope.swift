import LinuxKernel

/// Whose memory runs out: the host's, that of some of its nodes, or a group's.
public struct KillScope: Sendable, Equatable {
  /// As `/proc/PID/cgroup` names it; nil for the host.
  public let group: String?
  /// The nodes that a cpuset confines to; nil where all count.
  public let nodes: NodeList?
  /// What `oom_score_adj` is scaled by. Unit: pages.
  public let totalPages: Int64
  /// Whether the group's subgroups belong to it.
  public let isHierarchical: Bool
  /// The group has a limit, so it can run out by itself.
  public let isLimited: Bool

  public init(
    group: String? = nil, nodes: NodeList? = nil, totalPages: Int64, isHierarchical: Bool = true,
    isLimited: Bool = true
  ) {
    self.group = group
    self.nodes = nodes
    self.totalPages = totalPages
    self.isHierarchical = isHierarchical
    self.isLimited = isLimited
  }

  /// A word for JSON: `host`, `cpuset` or `cgroup`.
  public var word: String { group != nil ? "cgroup" : nodes != nil ? "cpuset" : "host" }

  /// The host; nil where `meminfo` does not tell its size.
  public static func host(_ sample: borrowing Sample, pageSize: UInt64) -> KillScope? {
    sample.totalPages(pageSize: pageSize).map { KillScope(totalPages: $0) }
  }

  /// Some memory nodes, with all of the swap; the host where they are all there are. Nil where their
  /// size is not known.
  public static func nodes(
    _ facts: NodeFacts, _ sample: borrowing Sample, pageSize: UInt64, _ rules: KillRules
  ) -> KillScope? {
    if facts.areAll { return host(sample, pageSize: pageSize) }
    guard let size = facts.size(rules) else { return nil }
    let swap = KillTerms.pages(sample.memInfo.value?[.swapTotal] ?? 0, of: pageSize)
    return KillScope(nodes: facts.nodes, totalPages: size.addingSaturated(swap))
  }

  /// A group, by its own limit: tighter ancestors do not count.
  ///
  /// - Parameter swap: the host's swap. Unit: bytes.
  public static func group(
    _ path: String, _ memory: GroupMemory, swap: UInt64, swappiness: Int32?, pageSize: UInt64,
    _ rules: KillRules
  ) -> KillScope {
    let none = Int64.max / Int64(clamping: max(1, pageSize))
    func pages(_ limit: UInt64?) -> Int64 {
      limit.map { min(Int64(clamping: $0 / max(1, pageSize)), none) } ?? none
    }
    let limit: Int64
    let memoryAndSwap: Int64
    var usableSwap = KillTerms.pages(swap, of: pageSize)
    var isHierarchical = true
    // Without swappiness swap does not count; 60 is the kernel's default.
    var usesSwap = swappiness ?? 60 != 0
    switch memory {
    case .v1(let group):
      limit = pages(group.limit)
      memoryAndSwap = pages(group.memoryAndSwapLimit)
      usesSwap = group.swappiness ?? swappiness ?? 60 != 0
      isHierarchical = group.isHierarchical
      if rules.groupTotal == .limitPlusSwap {
        usableSwap = min(usableSwap, max(0, memoryAndSwap - limit))
      }
    case .v2(let group):
      limit = pages(group.limit.bytes)
      memoryAndSwap = none
      usableSwap = min(usableSwap, pages(group.swapLimit?.bytes))
    }
    var total = limit
    if usesSwap {
      total += min(usableSwap, Int64.max - limit)
      if rules.groupTotal == .limitPlusSwapCapped { total = min(total, memoryAndSwap) }
    }
    return KillScope(
      group: path, totalPages: max(1, total), isHierarchical: isHierarchical,
      isLimited: limit < none)
  }

  /// Whether a process in this group can die for it.
  func holds(_ path: some Collection<UInt8>) -> Bool {
    guard let group, group != "/" else { return group == nil || isHierarchical || path.count == 1 }
    let own = group.utf8
    guard path.starts(with: own) else { return false }
    if path.count == own.count { return true }
    return isHierarchical && path.dropFirst(own.count).first == 0x2f
  }
}

extension KillScope {
  /// What can still be taken before the kernel kills for the scope: of the host available memory and free
  /// swap, of a group its headroom. Unit: bytes. Nil where that is not told, and for memory nodes.
  public func room(_ facts: KillFacts, _ sample: borrowing Sample) -> UInt64? {
    if let group { return facts.limits?.levels.first { $0.group == group }?.headroom }
    return nodes == nil ? Self.hostRoom(sample) : nil
  }

  /// What programs can still take of the host: available memory and free swap. Unit: bytes.
  static func hostRoom(_ sample: borrowing Sample) -> UInt64? {
    guard let info = sample.memInfo.value, let available = info[.memAvailable] else { return nil }
    return available.addingSaturated(UsableSwap.size(sample.swaps.value, info))
  }

  /// Whether a process can die for the scope.
  public func holds(_ process: KillCandidate, _ candidates: KillCandidates) -> Bool {
    if nodes != nil, candidates.facts.nodes?.outside.contains(process.pid) == true {
      return false
    }
    guard group != nil else { return true }
    return process.group >= 0 && holds(candidates.groups[Int(process.group)].utf8)
  }
}
