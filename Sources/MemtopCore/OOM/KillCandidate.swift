import LinuxKernel

/// A process as the killer sees it.
public struct KillCandidate: Sendable {
  /// Its row in the sample's process table.
  public internal(set) var row: Int32
  public let pid: Int32
  /// Unit: clock ticks after boot.
  let startTime: UInt64
  public let parent: Int32
  let threads: Int32
  public private(set) var adj: Int32
  /// Its group's place in `KillCandidates.groups`; -1 where it is not known.
  var group: Int32 = -1
  /// The first row of those that live in one memory with it, itself where it lives alone.
  var memory: Int32
  private(set) var sizes: KillSizes
  let administers: Bool
  let hasKillersCounter: Bool
  /// Whatever its badness, it is taken before all others.
  let isTakenFirst: Bool
  /// It was chosen already: nobody else is until its memory is gone.
  let isAwaited: Bool
  /// Nil where it can be chosen.
  public internal(set) var immunity: Immunity?
  /// What the kernel says itself, from `oom_score`.
  let oomScore: Int32?

  /// - Parameter isNamespace: its pid is of a PID namespace below the host's.
  init(
    _ process: ProcessSample, row: Int, pageSize: UInt64, survivor: ThreadMemory?,
    processors: Int?, _ rules: KillRules, isNamespace: Bool
  ) {
    self.row = Int32(row)
    memory = Int32(row)
    pid = process.pid
    parent = process.parent ?? 0
    startTime = process.startTime ?? 0
    threads = process.threads ?? 1
    adj = process.oomScoreAdj ?? 0
    oomScore = process.oomScore
    administers = process.canAdminister
    isTakenFirst = process.isTakenFirst
    isAwaited = process.isAwaited
    let told = MemorySizes(process, survivor)
    sizes = told.counted(pageSize: pageSize, processors: processors, rules)
    hasKillersCounter = told.statResident != nil
    immunity = Self.immunity(process, told, isNamespace: isNamespace)
  }

  public var id: ProcessID { ProcessID(pid: pid, startTime: startTime) }

  /// Why a process is never chosen, as far as its own files say.
  private static func immunity(
    _ process: ProcessSample, _ sizes: MemorySizes, isNamespace: Bool
  ) -> Immunity? {
    if process.isKernelThread { return .kernelThread }
    // Inside a container pid 1 can be chosen, and then the kernel gives it a score; where it has none,
    // its own oom_score_adj is the reason.
    if process.pid == 1, !isNamespace, process.oomScore ?? 0 <= 0 { return .initProcess }
    if sizes.pageTables == nil {
      // Without its files there is no telling; with them, no page tables means no memory.
      return process.known.isSuperset(of: [.stat, .status]) ? .noMemory : .unreadable
    }
    guard let adj = process.oomScoreAdj else { return .unreadable }
    return immunity(adj: adj, isTakenFirst: process.isTakenFirst)
  }

  /// The killer asks who is taken first before it looks at `oom_score_adj`.
  private static func immunity(adj: Int32, isTakenFirst: Bool) -> Immunity? {
    adj <= OOMScoreAdj.range.lowerBound && !isTakenFirst ? .adj : nil
  }

  /// Takes another `oom_score_adj`; false where that means nothing to the killer.
  mutating func take(adj: Int32) -> Bool {
    self.adj = adj
    switch immunity {
    case nil, .adj:
      immunity = Self.immunity(adj: adj, isTakenFirst: isTakenFirst)
      return true
    case .initProcess, .kernelThread, .noMemory, .passedOver, .vforkChild, .unreadable: return false
    }
  }

  /// Takes over what it will have grown by. Unit: pages.
  mutating func grow(by pages: Int64) { sizes.anon = sizes.anon.addingSaturated(pages) }

  /// Badness in a scope; nil for who is never chosen.
  public func badness(total: Int64, _ rules: KillRules) -> Int64? {
    immunity == nil ? completed(total: total, rules).badness : nil
  }

  func completed(total: Int64, _ rules: KillRules) -> KillTerms {
    KillTerms(sizes).completed(adj: adj, total: total, administers: administers, rules)
  }
}

/// A process's sizes; of one whose first thread has ended, those that a living thread tells.
struct MemorySizes {
  private(set) var anon: UInt64?
  private(set) var file: UInt64?
  private(set) var shmem: UInt64?
  private(set) var swap: UInt64?
  private(set) var pageTables: UInt64?
  private var resident: UInt64?
  private var shared: UInt64?
  /// Unit: pages.
  private(set) var statResident: UInt64?

  init(_ process: ProcessSample, _ survivor: ThreadMemory?) {
    if let survivor {
      anon = survivor.status.rssAnon
      file = survivor.status.rssFile
      shmem = survivor.status.rssShmem
      swap = survivor.status.vmSwap
      pageTables = survivor.status.vmPTE
      resident = survivor.status.vmRSS
      statResident = survivor.stat.resident
    } else {
      anon = process.anon
      file = process.file
      shmem = process.shmem
      swap = process.swap
      pageTables = process.pageTables
      resident = process.rss
      shared = process.shr
      statResident = process.statResident
    }
  }

  func counted(pageSize: UInt64, processors: Int?, _ rules: KillRules) -> KillSizes {
    func pages(_ size: UInt64?) -> Int64 { size.map { KillTerms.pages($0, of: pageSize) } ?? 0 }
    var sizes = KillSizes()
    if let anon {
      sizes.anon = pages(anon)
      sizes.file = pages(file)
      sizes.shmem = pages(shmem)
    } else {
      // Before 4.5 the kernel tells anonymous memory from the rest only, in `statm`.
      sizes.file = pages(shared)
      sizes.anon = max(0, pages(resident) - sizes.file)
    }
    sizes.swap = pages(swap)
    sizes.pageTables = pages(pageTables)
    if rules.resident == .stat, let statResident {
      sizes.drift = KillTerms.pages(statResident) - sizes.anon - sizes.file - sizes.shmem
      // Pages go to swap one by one, and processors pass them on in whole batches.
      if let processors { sizes.drift -= sizes.swap % KillRules.counterBatch(processors) }
    }
    return sizes
  }
}
