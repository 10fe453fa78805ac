import LinuxKernel

/// The kernel's choice, computed again from the task table of its report.
struct PostMortem: Sendable {
  /// One row of the table and what the kernel made of it.
  struct Candidate: Sendable {
    let row: TaskRow
    /// Unit: pages.
    let pageTables: UInt64
    /// Unit: pages. Nil for a process that is never chosen.
    let badness: Int64?
  }

  /// Whether the table explains the victim.
  enum Finding: Sendable, Equatable {
    /// It has the highest badness, so many pages before the next; nil where it is alone.
    case highest(lead: UInt64?)
    /// It shares the highest badness, and the kernel takes this one of the equals.
    case tie
    /// It shares the highest badness with one that comes first but cannot be chosen: the child of a
    /// vfork, or a process that was dying already.
    case equal
    /// vm.oom_kill_allocating_task: whoever asks dies.
    case allocatingTask
    /// It died with its group, which another process of it brought about.
    case groupMember
    /// It shared the memory of the victim.
    case sharer
    /// Up to Linux 5.0 a child of the chosen process dies in its place.
    case child(of: Int32)
    /// Others have a higher badness in the table.
    case rank(Int)
    /// The report has no row for it.
    case notInTable
    case noTable
  }

  /// What the total counts of swap.
  enum SwapOfTotal: Sendable, Equatable {
    case told
    /// None: a report of a group without a limit of swap does not say what the host has.
    case unknown
    /// What the group's limits allow: the host may have less, and does not say so in this report.
    case assumed
  }

  let kill: KernelKill
  /// Unit: bytes.
  let pageSize: UInt64
  /// The memory that adj is a share of. Unit: pages. Nil where the report does not hold it.
  let total: UInt64?
  /// The nodes that the total counts the memory of; nil where it is the host's or a group's.
  let nodes: NodeList?
  let swapOfTotal: SwapOfTotal
  /// Nil where the report does not name the kernel; then the newest rules are used.
  let version: KernelVersion?
  /// In the order in which they would have been chosen; the unkillable ones at the end.
  let candidates: [Candidate]
  let finding: Finding
  let shortage: KillShortage

  init(_ kill: KernelKill) {
    self.kill = kill
    let version = kill.report.release.flatMap { KernelVersion(release: $0) }
    self.version = version
    let pageSize = Self.pageSize(kill)
    self.pageSize = pageSize
    let nodes = Self.nodes(kill.report)
    self.nodes = nodes
    let (total, swapOfTotal) = Self.total(kill.report, nodes, pageSize)
    self.total = total
    self.swapOfTotal = swapOfTotal
    shortage = KillShortage(kill.report, nodes: nodes, pageSize: pageSize)
    let choice = TableChoice(
      rules: KillRules(release: kill.report.release), total: total ?? 0, pageSize: pageSize)
    let candidates = choice.order(kill.report.rows)
    self.candidates = candidates
    finding = Self.find(kill, candidates)
  }

  /// The report lists zones, and all of them are of one node.
  var hasOneNode: Bool { kill.report.memory.nodes.count == 1 }

  /// Swap of the group or the host, and its limit; the limit is nil where there is none.
  ///
  /// Unit: bytes.
  var swap: (used: UInt64, limit: UInt64?)? {
    func bytes(_ figure: ReportedMemory.Figure) -> UInt64? {
      kill.report.memory.bytes(figure, pageSize: pageSize)
    }
    func limited(_ limit: UInt64) -> UInt64? { limit < UInt64.max >> 12 ? limit : nil }
    if let used = bytes(.swapUsage), let limit = bytes(.swapLimit) { return (used, limited(limit)) }
    // cgroup v1 counts memory and swap together.
    if let both = bytes(.memorySwapUsage), let memory = bytes(.usage), both >= memory,
      let bothLimit = bytes(.memorySwapLimit), let limit = bytes(.limit), bothLimit >= limit
    {
      return (both - memory, limited(bothLimit).map { $0 - limit })
    }
    if let total = bytes(.swapTotal), let free = bytes(.swapFree), free <= total {
      return (total - free, total)
    }
    return nil
  }

  /// Whether there is swap and nearly all of it is in use; nil where the report does not say.
  var isSwapFull: Bool? {
    swap.map { swap in swap.limit.map { $0 > 0 && swap.used >= $0 - $0 / 20 } ?? false }
  }

  /// The victim's place among the candidates, from 1.
  var rank: Int? { Self.rank(kill.victim.pid, candidates) }

  /// The line of the kill says bytes where the table says pages.
  private static func pageSize(_ kill: KernelKill) -> UInt64 {
    guard let bytes = kill.victim.totalVM, let pages = kill.row?.totalVM, pages > 0,
      bytes % pages == 0, [4096, 8192, 16384, 65536].contains(bytes / pages)
    else { return 4096 }
    return bytes / pages
  }

  /// What a cpuset or a memory policy confined the allocation to.
  private static func nodes(_ report: KillReport) -> NodeList? {
    let list =
      switch report.scope {
      case .cpuset: report.summary?.allowedNodes
      case .memoryPolicy: report.summary?.policyNodes
      default: nil as String?
      }
    return list.flatMap { NodeList($0) }
  }

  /// The limit and its swap; the memory of the nodes, or the host's, and swap.
  private static func total(
    _ report: KillReport, _ nodes: NodeList?, _ pageSize: UInt64
  ) -> (pages: UInt64?, SwapOfTotal) {
    func bytes(_ figure: ReportedMemory.Figure) -> UInt64? {
      report.memory.bytes(figure, pageSize: pageSize)
    }
    let base: UInt64?
    let swap: UInt64?
    if report.limitCgroup != nil {
      base = bytes(.limit)
      let both = bytes(.memorySwapLimit)
      let limit = bytes(.swapLimit) ?? both.flatMap { both in base.map { both - min($0, both) } }
      swap = limit.flatMap { $0 < UInt64.max >> 12 ? $0 : nil }
    } else if let nodes {
      base = report.memory.nodes.reduce(0 as UInt64) { sum, node in
        let (more, overflow) = sum.addingReportingOverflow(
          nodes.contains(node.key) ? node.value : 0)
        return overflow ? 0 : more
      }
      swap = bytes(.swapTotal)
    } else if report.scope == .cpuset || report.scope == .memoryPolicy {
      return (nil, .told)
    } else {
      let reserved = bytes(.reserved)
      base = bytes(.ram).flatMap { ram in reserved.map { ram - min($0, ram) } }
      swap = bytes(.swapTotal)
    }
    guard let base, base > 0 else { return (nil, .told) }
    let (sum, overflow) = base.addingReportingOverflow(swap ?? 0)
    if overflow { return (nil, .told) }
    let isAssumed = report.limitCgroup != nil && swap ?? 0 > 0
    return (sum / pageSize, swap == nil ? .unknown : isAssumed ? .assumed : .told)
  }

  private static func rank(_ pid: Int32, _ candidates: [Candidate]) -> Int? {
    candidates.firstIndex { $0.row.pid == pid || $0.row.tgid == pid }.map { $0 + 1 }
  }

  private static func find(_ kill: KernelKill, _ candidates: [Candidate]) -> Finding {
    if kill.victim.sharesMemory { return .sharer }
    if kill.victim.isAllocatingTask { return .allocatingTask }
    if kill.report.killedGroup != nil { return .groupMember }
    if let choice = kill.report.choice, choice.pid != kill.victim.pid {
      return .child(of: choice.pid)
    }
    guard !candidates.isEmpty else { return .noTable }
    guard let rank = rank(kill.victim.pid, candidates) else { return .notInTable }
    guard let first = candidates[0].badness else { return .rank(rank) }
    guard rank == 1 else {
      if candidates[rank - 1].badness == first { return .equal }
      return .rank(rank)
    }
    guard candidates.count > 1, let second = candidates[1].badness else {
      return .highest(lead: nil)
    }
    return first == second ? .tie : .highest(lead: UInt64(first - second))
  }
}
