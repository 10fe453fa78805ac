import LinuxKernel

/// One number of the kernel's memory, declared once: text, JSON, screen and `docs/kernel.md` come from
/// its row in `KernelFigure.all`.
public struct KernelFigure: Sendable {
  /// What belongs together; the JSON key of the object that holds it.
  public enum Group: String, Sendable, CaseIterable {
    case commit, kernel, writeback, ksm, zswap, arc, reclaim

    public var title: String {
      switch self {
      case .commit: "Commit"
      case .kernel: "Kernel"
      case .writeback: "Writeback"
      case .ksm: "KSM"
      case .zswap: "zswap"
      case .arc: "ZFS ARC"
      case .reclaim: "Reclaim"
      }
    }
  }

  /// The figures of a group that are told; none where it is not in use here.
  public static func told(
    _ group: Group, _ memory: KernelMemory
  ) -> [(figure: KernelFigure, value: FieldValue)] {
    let told = of(group).map { ($0, $0.value(memory)) }.filter { $0.1 != .absent }
    let isOptional = group == .ksm || group == .zswap
    return isOptional && told.allSatisfy { $0.1.isNothing } ? [] : told
  }

  public let group: Group
  /// The JSON key.
  public let id: String
  /// The word on the screen, within its group.
  public let title: String
  public let unit: KernelUnit
  public let help: String
  /// The kernel file and its key.
  public let source: String
  public let value: @Sendable (KernelMemory) -> FieldValue

  public static func of(_ group: Group) -> [KernelFigure] { all.filter { $0.group == group } }

  /// In the order of the text and of the screen.
  public static let all: [KernelFigure] = commit + kernel + compressed + reclaim

  private static let commit: [KernelFigure] = [
    memory(.commit, "committedAs", "promised", .committedAS, "Memory that programs were promised."),
    memory(
      .commit, "commitLimit", "limit", .commitLimit,
      "What may be promised; holds with vm.overcommit_memory 2 only."),
    KernelFigure(
      .commit, "share", "share", .percent, "Promised, of the limit.",
      "`/proc/meminfo` Committed_AS, CommitLimit"
    ) { memory in
      guard let promised = memory.line(.committedAS), let limit = memory.line(.commitLimit),
        limit > 0
      else { return .absent }
      return .percent(Double(promised) * 100 / Double(limit))
    },
    KernelFigure(
      .commit, "overcommitMemory", "mode", .count,
      "0 refuses what is absurd, 1 promises everything, 2 holds to the limit.",
      "`/proc/sys/vm/overcommit_memory`"
    ) { memory in
      .integer(memory.sysctls?.overcommitMemory.flatMap { UInt64(exactly: $0) })
    },
  ]

  private static let kernel: [KernelFigure] = [
    memory(
      .kernel, "slabReclaimable", "SReclaimable", .sReclaimable,
      "Caches of objects that can be given back."),
    memory(
      .kernel, "slabUnreclaimable", "SUnreclaim", .sUnreclaim,
      "Caches of objects that cannot."),
    memory(.kernel, "kernelStack", "stacks", .kernelStack, "The kernel stacks of all tasks."),
    memory(.kernel, "pageTables", "page tables", .pageTables, "Page tables of programs."),
    memory(
      .kernel, "secPageTables", "2nd tables", .secPageTables,
      "Page tables of virtual machines and IOMMUs."),
    memory(.kernel, "percpu", "per-CPU", .percpu, "What each processor has a copy of."),
    KernelFigure(
      .kernel, "vmallocUsed", "vmalloc", .bytes,
      "Memory that the kernel mapped page by page. Not told by Linux 4.4 to 5.2, which print 0.",
      "`/proc/meminfo` VmallocUsed"
    ) { memory in
      .size(memory.line(.vmallocUsed).flatMap { $0 > 0 ? $0 : nil })
    },
    memory(.writeback, "dirty", "dirty", .dirty, "What is to be written to disks."),
    memory(.writeback, "writeback", "writing", .writeback, "What is being written now."),
    KernelFigure(
      .writeback, "dirtyThreshold", "writers wait", .bytes,
      "From so much dirty memory on writers are made to wait.", "`/proc/vmstat` nr_dirty_threshold"
    ) { memory in
      .size(memory.bytes(memory.vmStat?[.nrDirtyThreshold]))
    },
  ]

  private static let compressed: [KernelFigure] = [
    KernelFigure(
      .ksm, "shared", "kept once", .bytes, "Pages that stand for several.",
      "`/sys/kernel/mm/ksm/pages_shared`"
    ) { .size($0.bytes($0.ksm?.shared)) },
    KernelFigure(
      .ksm, "saved", "saved", .bytes, "Memory that this saves.",
      "`/sys/kernel/mm/ksm/pages_sharing`"
    ) { .size($0.bytes($0.ksm?.sharing)) },
    memory(
      .zswap, "original", "original", .zswapped, "Swapped memory that is kept compressed."),
    memory(.zswap, "cost", "cost", .zswap, "Memory that this takes."),
    KernelFigure(
      .zswap, "ratio", "ratio", .ratio, "Original beside cost.", "`/proc/meminfo` Zswapped, Zswap"
    ) { memory in
      guard let original = memory.line(.zswapped), let cost = memory.line(.zswap), cost > 0
      else { return .absent }
      return .ratio(Double(original) / Double(cost))
    },
    arc("size", "size", "The cache of ZFS, which the kernel counts as used.", "size", \.size),
    arc("minimum", "least", "It does not shrink below.", "c_min", \.minimum),
    arc("maximum", "most", "It does not grow above.", "c_max", \.maximum),
  ]

  private static let reclaim: [KernelFigure] = [
    pages("scanKswapd", "kswapd scans", "Pages that kswapd looked at.", .pgscanKswapd),
    pages("stealKswapd", "kswapd takes", "Pages that kswapd took back.", .pgstealKswapd),
    pages("scanDirect", "tasks scan", "Pages that tasks had to look at.", .pgscanDirect),
    pages("stealDirect", "tasks take", "Pages that tasks took back themselves.", .pgstealDirect),
    KernelFigure(
      .reclaim, "directReclaims", "allocstall", .perSecond,
      "Times that tasks had to take pages back themselves.", "`/proc/vmstat` allocstall*"
    ) { .told(rate: $0.rate(\.directReclaims)) },
    KernelFigure(
      .reclaim, "refaults", "refaults", .bytesPerSecond,
      "Pages that came back soon after they were dropped.", "`/proc/vmstat` workingset_refault*"
    ) { .told(byteRate: $0.byteRate(\.refaults)) },
    pages("swapIn", "swap in", "Pages read back from swap.", .pswpin),
    pages("swapOut", "swap out", "Pages written to swap.", .pswpout),
    events("majorFaults", "major faults", "Faults that needed a disk.", .pgmajfault),
    events("compactStall", "compactions", "Times that tasks had to compact.", .compactStall),
    events("compactFail", "compact fails", "Compactions that made no block.", .compactFail),
  ]

  init(
    _ group: Group, _ id: String, _ title: String, _ unit: KernelUnit, _ help: String,
    _ source: String, _ value: @escaping @Sendable (KernelMemory) -> FieldValue
  ) {
    self.group = group
    self.id = id
    self.title = title
    self.unit = unit
    self.help = help
    self.source = source
    self.value = value
  }

  private static func memory(
    _ group: Group, _ id: String, _ title: String, _ key: MemInfo.Key, _ help: String
  ) -> KernelFigure {
    KernelFigure(group, id, title, .bytes, help, "`/proc/meminfo` \(key.name)") {
      .size($0.line(key))
    }
  }

  private static func arc(
    _ id: String, _ title: String, _ help: String, _ key: String,
    _ value: @escaping @Sendable (ArcStats) -> UInt64?
  ) -> KernelFigure {
    KernelFigure(.arc, id, title, .bytes, help, "`/proc/spl/kstat/zfs/arcstats` \(key)") {
      .size($0.arc.flatMap(value))
    }
  }

  private static func pages(
    _ id: String, _ title: String, _ help: String, _ key: VMStat.Key
  ) -> KernelFigure {
    KernelFigure(.reclaim, id, title, .bytesPerSecond, help, "`/proc/vmstat` \(key.name)") {
      .told(byteRate: $0.byteRate { $0[key] })
    }
  }

  private static func events(
    _ id: String, _ title: String, _ help: String, _ key: VMStat.Key
  ) -> KernelFigure {
    KernelFigure(.reclaim, id, title, .perSecond, help, "`/proc/vmstat` \(key.name)") {
      .told(rate: $0.rate { $0[key] })
    }
  }
}
