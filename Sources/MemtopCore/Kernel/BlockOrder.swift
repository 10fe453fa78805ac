import LinuxKernel

/// What a request for 2^order pages in a row would meet in one zone.
public struct BlockOrder: Sendable, Equatable {
  public enum Outcome: String, Sendable {
    /// A block of that size, or a larger one, is free.
    case block
    /// Enough is free, in smaller blocks: the kernel moves pages to make one.
    case compaction
    /// Too little is free: the kernel takes pages back first.
    case reclaim
  }

  public let node: UInt32
  /// As the kernel names it.
  public let zone: String
  public let order: Int
  /// Free blocks of exactly this order.
  public let blocks: UInt64
  /// Free pages in blocks of this order and larger ones. Unit: pages.
  public let pages: UInt64
  /// The share of free memory that such a request cannot use, in thousandths: the kernel's
  /// `unusable_index`, (free − pages in blocks of the order and above) / free, and 1000 where nothing is
  /// free. Source: `unusable_free_index` in `mm/vmstat.c`.
  public let unusable: UInt64
  /// Why such a request would fail, in thousandths: towards 0 for want of memory, towards 1000 because
  /// it is in pieces; nil where it would not fail. The kernel's `extfrag_index`,
  /// 1000 − (1000 + 1000 × free / 2^order) / free blocks. Source: `__fragmentation_index` in
  /// `mm/vmstat.c`.
  let fragmentation: Int64?
  public let outcome: Outcome

  /// The kernel's own `vm.extfrag_threshold` where it was not changed.
  static let usualThreshold: Int64 = 500

  /// Every order of a zone's free blocks.
  ///
  /// - Parameters:
  ///   - zone: the same zone's watermarks; nil where they are not told.
  ///   - threshold: `vm.extfrag_threshold`; nil where it is not told.
  static func all(
    _ blocks: FreeBlocks, _ zone: ZoneInfo.Zone?, threshold: Int64?
  ) -> [BlockOrder] {
    let free = blocks.pages
    let total = blocks.counts.reduce(0 as UInt64) { $0.addingSaturated($1) }
    return blocks.counts.indices.map { order in
      let below = blocks.pages(below: order)
      let pages = free - below
      let wanted = UInt64(1) << UInt64(min(order, 63))
      let unusable =
        free == 0 ? 1000 : below.multipliedSaturated(by: 1000) / free
      let fragmentation =
        pages > 0 ? nil : index(free: free, blocks: total, wanted: wanted)
      return BlockOrder(
        node: blocks.node, zone: blocks.zone, order: order, blocks: blocks.counts[order],
        pages: pages, unusable: unusable, fragmentation: fragmentation,
        outcome: outcome(zone, wanted, fragmentation, threshold ?? usualThreshold))
    }
  }

  private static func index(free: UInt64, blocks: UInt64, wanted: UInt64) -> Int64 {
    guard blocks > 0 else { return 0 }
    let inRequests = free.multipliedSaturated(by: 1000) / wanted
    return 1000 - Int64(clamping: inRequests.addingSaturated(1000) / blocks)
  }

  /// A request that would leave no more than the min watermark is not met from free blocks.
  private static func outcome(
    _ zone: ZoneInfo.Zone?, _ wanted: UInt64, _ fragmentation: Int64?, _ threshold: Int64
  ) -> Outcome {
    if let free = zone?.free, let min = zone?.min, free < wanted || free - wanted < min {
      return .reclaim
    }
    guard let fragmentation else { return .block }
    return fragmentation > threshold ? .compaction : .reclaim
  }
}

extension KernelMemory {
  /// What a request of any size would meet in each zone.
  public var orders: [BlockOrder] {
    blocks.flatMap { blocks in
      BlockOrder.all(
        blocks, zones.first { $0.node == blocks.node && $0.name == blocks.zone },
        threshold: (sysctls?.extfragThreshold).map { Int64($0) })
    }
  }
}
