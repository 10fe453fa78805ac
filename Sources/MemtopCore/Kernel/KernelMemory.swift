import LinuxKernel

/// What the kernel tells of its own memory at one instant: zones, free blocks, slab caches, and what is
/// held for huge pages, compressed swap and other caches of its own. Nil, or empty, where it is not told.
public struct KernelMemory: Sendable {
  /// Unit: bytes.
  public internal(set) var pageSize: UInt64 = 4096
  /// On a clock that only this host's readings share; nil where a capture does not tell. Unit: seconds.
  public internal(set) var time: Double?
  /// Between the reading before and this one; nil for the first. Unit: seconds.
  public internal(set) var span: Double?
  public internal(set) var memInfo: MemInfo?
  public internal(set) var vmStat: VMStat?
  /// Of the reading before.
  var earlier: VMStat?
  /// The zones that have memory.
  public internal(set) var zones: [ZoneInfo.Zone] = []
  public internal(set) var blocks: [FreeBlocks] = []
  public internal(set) var slabs: Reading<[SlabUse]> = .absent
  public internal(set) var pools: [HugePagePool] = []
  public internal(set) var zram: [Zram] = []
  public internal(set) var nodes: [NodeMemInfo] = []
  public internal(set) var arc: ArcStats?
  public internal(set) var ksm: KsmStat?
  public internal(set) var sysctls: MemorySysctls?
  /// Sources that tell nothing here, with the reason.
  public internal(set) var unknown: [DiagnosisFacts.Missing] = []

  /// A compressed block device in memory.
  public struct Zram: Sendable, Equatable {
    /// Made visible.
    public let name: String
    public let stat: ZramStat
  }

  init() {}

  func line(_ key: MemInfo.Key) -> UInt64? { memInfo?[key] }

  /// A number of pages as bytes.
  func bytes(_ pages: UInt64?) -> UInt64? { pages.map { $0.multipliedSaturated(by: pageSize) } }

  /// How fast a counter grew since the reading before; nil for the first, and for one that is not told
  /// or went backwards.
  func rate(_ counter: (VMStat) -> UInt64?) -> Double? {
    guard let span, span > 0, let vmStat, let earlier, let now = counter(vmStat),
      let before = counter(earlier), now >= before
    else { return nil }
    return Double(now - before) / span
  }

  /// The same of a counter of pages. Unit: bytes a second.
  func byteRate(_ counter: (VMStat) -> UInt64?) -> Double? {
    rate(counter).map { $0 * Double(pageSize) }
  }
}

/// One slab cache, with what is known of it beside its line.
public struct SlabUse: Sendable, Equatable {
  public let cache: SlabCache
  /// Memory that it takes. Unit: bytes.
  public let size: UInt64
  /// Of all caches. Unit: percent.
  public let share: Double?
  /// Whether the kernel can have objects given back; nil where that is not told.
  public let isReclaimable: Bool?
  /// Change of its memory since the caches were read before; nil for the first time. Unit: bytes a
  /// second.
  public let growth: Double?
}
