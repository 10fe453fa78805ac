import LinuxKernel

extension Array {
  /// A list that is empty tells nothing.
  fileprivate var told: Self? { isEmpty ? nil : self }
}

extension KernelTable {
  public static let zones = KernelTable(
    "zones", "Zones",
    "The zones of memory, those without memory left out. Below low kswapd works, below min whoever "
      + "asks has to take pages back himself.",
    zonesCells
  ) { $0.zones.told }

  private static let zonesCells: [Cell<ZoneInfo.Zone>] = [
    cell("node", "NODE", .count, "The NUMA node.", zone("Node")) { row, _ in
      .integer(row.node)
    },
    cell("zone", "ZONE", .text, "The zone's name.", zone("zone")) { row, _ in
      .text(VisibleText.make(row.name))
    },
    cell("free", "FREE", .bytes, "Free pages.", zone("pages free")) { row, memory in
      .size(memory.bytes(row.free))
    },
    cell("min", "MIN", .bytes, "The reserve.", zone("min")) { row, memory in
      .size(memory.bytes(row.min))
    },
    cell("low", "LOW", .bytes, "Below it kswapd wakes.", zone("low")) { row, memory in
      .size(memory.bytes(row.low))
    },
    cell("high", "HIGH", .bytes, "At it kswapd sleeps again.", zone("high")) { row, memory in
      .size(memory.bytes(row.high))
    },
    cell("present", "PRESENT", .bytes, "Memory in it.", zone("present")) { row, memory in
      .size(memory.bytes(row.present))
    },
    cell(
      "managed", "MANAGED", .bytes, "Memory that the allocator has of it.", zone("managed")
    ) { row, memory in
      .size(memory.bytes(row.managed))
    },
    cell(
      "freeCMA", "CMA", .bytes, "Free pages that only movable requests may take.",
      zone("nr_free_cma")
    ) { row, memory in
      .size(memory.bytes(row.freeCMA))
    },
    cell(
      "level", "FREE IS", .text, "Free pages beside the watermarks.",
      zone("pages free, min, low, high")
    ) { (row: ZoneInfo.Zone, _) in
      row.level.map { .text($0.rawValue) } ?? .absent
    },
  ]

  private static func zone(_ what: String) -> String { "`/proc/zoneinfo` \(what)" }

  public static let orders = KernelTable(
    "orders", "Free blocks",
    "What a request for 2^order pages in a row would meet in each zone: `block`, one is free; "
      + "`compaction`, enough is free in smaller blocks (extfrag above `vm.extfrag_threshold`); "
      + "`reclaim`, too little is free, or no more than the min watermark would be left. What the "
      + "kernel keeps for other zones (`lowmem_reserve`) and kinds of pages is not counted.",
    ordersCells
  ) { $0.orders.told }

  private static let ordersCells: [Cell<BlockOrder>] = [
    cell("node", "NODE", .count, "The NUMA node.", buddy) { row, _ in
      .integer(row.node)
    },
    cell("zone", "ZONE", .text, "The zone's name.", buddy) { row, _ in
      .text(VisibleText.make(row.zone))
    },
    cell("order", "ORDER", .count, "2^order pages in a row.", buddy) { row, _ in
      .integer(row.order)
    },
    cell("request", "REQUEST", .bytes, "The size of such a request.", buddy) { row, memory in
      .size(memory.bytes(1 << UInt64(row.order)))
    },
    cell("blocks", "BLOCKS", .count, "Free blocks of this order.", buddy) { row, _ in
      .integer(row.blocks)
    },
    cell(
      "usable", "USABLE", .bytes, "Free memory in blocks of this order and above.", buddy
    ) { row, memory in
      .size(memory.bytes(row.pages))
    },
    cell(
      "unusable", "UNUSABLE", .index,
      "The share of free memory that such a request cannot use: the kernel's unusable_index, "
        + "(free - usable) / free.", buddy
    ) { row, _ in
      .told(index: Double(row.unusable) / 1000)
    },
    cell(
      "extfrag", "EXTFRAG", .index,
      "Only where no block is free: towards 0 for want of memory, towards 1 because it is in "
        + "pieces. The kernel's extfrag_index, 1 - (1 + free pages / 2^order) / free blocks.",
      buddy
    ) { row, _ in
      .told(index: row.fragmentation.map { Double($0) / 1000 })
    },
    cell(
      "meets", "MEETS", .text, "What such a request would meet.",
      "`/proc/buddyinfo`, `/proc/zoneinfo`, `vm.extfrag_threshold`"
    ) { (row: BlockOrder, _) in
      .text(row.outcome.rawValue)
    },
  ]

  private static let buddy = "`/proc/buddyinfo`"

  public static let slabs = KernelTable(
    "slab", "Slab caches",
    "The kernel's caches of small objects; needs root. Like caches may be merged under one name. They "
      + "are read every two seconds at most.",
    slabsCells
  ) { $0.slabs.value }

  private static let slabsCells: [Cell<SlabUse>] = [
    cell("name", "CACHE", .text, "The cache's name.", slab("name")) { row, _ in
      .text(VisibleText.make(row.cache.name))
    },
    cell("size", "SIZE", .bytes, "Memory that it takes.", slab("num_slabs × pagesperslab")) {
      row, _ in .size(row.size)
    },
    cell("share", "SHARE", .percent, "Of the memory of all caches.", slab("all lines")) {
      row, _ in .told(share: row.share)
    },
    cell("active", "IN USE", .count, "Objects in use.", slab("active_objs")) { row, _ in
      .integer(row.cache.activeObjects)
    },
    cell("objects", "OBJECTS", .count, "Objects there is room for.", slab("num_objs")) {
      row, _ in .integer(row.cache.objects)
    },
    cell(
      "used", "USED", .percent, "Objects in use, of those there is room for.",
      slab("active_objs, num_objs")
    ) { row, _ in
      let objects = row.cache.objects
      return .told(
        share: objects > 0 ? Double(row.cache.activeObjects) * 100 / Double(objects) : nil)
    },
    cell("objectSize", "OBJSIZE", .bytes, "Size of one object.", slab("objsize")) { row, _ in
      .size(row.cache.objectSize)
    },
    cell(
      "reclaimable", "RECLAIM", .flag,
      "Whether the kernel can have objects given back (SReclaimable).",
      "`/sys/kernel/slab/CACHE/reclaim_account`"
    ) { row, _ in
      .told(flag: row.isReclaimable)
    },
    cell(
      "growth", "GROWTH", .bytesPerSecond, "Change of its size since it was read before.",
      slab("two readings")
    ) { (row: SlabUse, _) in
      .told(byteRate: row.growth)
    },
  ]

  private static func slab(_ what: String) -> String { "`/proc/slabinfo` \(what)" }

  public static let pools = KernelTable(
    "hugePages", "Huge pages",
    "The pages of each size that are set aside; nothing else may use them.",
    poolsCells, use: "size"
  ) { $0.pools.told }

  private static let poolsCells: [Cell<HugePagePool>] = [
    cell("pageSize", "PAGE", .bytes, "Size of one page.", pool("")) { row, _ in
      .size(row.pageSize)
    },
    cell("total", "TOTAL", .count, "Pages that are set aside.", pool("nr_hugepages")) { row, _ in
      .integer(row.total)
    },
    cell("free", "FREE", .count, "Not taken yet.", pool("free_hugepages")) { row, _ in
      .integer(row.free)
    },
    cell("reserved", "RESERVED", .count, "Promised, not taken yet.", pool("resv_hugepages")) {
      row, _ in .integer(row.reserved)
    },
    cell("size", "SIZE", .bytes, "Memory that is set aside.", pool("nr_hugepages")) {
      row, _ in .size(row.total.multipliedSaturated(by: row.pageSize))
    },
    cell(
      "unused", "UNUSED", .bytes, "Neither taken nor promised.",
      pool("free_hugepages, resv_hugepages")
    ) { (row: HugePagePool, _) in
      .size(row.unused.multipliedSaturated(by: row.pageSize))
    },
  ]

  private static func pool(_ what: String) -> String {
    "`/sys/kernel/mm/hugepages/*`" + (what.isEmpty ? "" : " " + what)
  }

  public static let zram = KernelTable(
    "zram", "zram", "Compressed block devices in memory, used for swap or not.",
    zramCells, use: "cost"
  ) { $0.zram.told }

  private static let zramCells: [Cell<KernelMemory.Zram>] = [
    cell("device", "DEVICE", .text, "The device's name.", "`/sys/block/zram*`") { row, _ in
      .text(row.name)
    },
    cell("original", "ORIGINAL", .bytes, "What was written to it.", mmStat) { row, _ in
      .size(row.stat.original)
    },
    cell("compressed", "COMPRESSED", .bytes, "The same, compressed.", mmStat) { row, _ in
      .size(row.stat.compressed)
    },
    cell("cost", "COST", .bytes, "Memory that it takes, its own waste included.", mmStat) {
      row, _ in .size(row.stat.used)
    },
    cell("ratio", "RATIO", .ratio, "Original beside cost.", mmStat) {
      (row: KernelMemory.Zram, _) in
      let cost = row.stat.used
      return .told(ratio: cost > 0 ? Double(row.stat.original) / Double(cost) : nil)
    },
  ]

  private static let mmStat = "`/sys/block/zram*/mm_stat`"

  public static let nodes = KernelTable(
    "nodes", "NUMA nodes", "The memory of each node.",
    nodesCells
  ) { $0.nodes.told }

  private static let nodesCells: [Cell<NodeMemInfo>] = [
    cell("node", "NODE", .count, "Its number.", node("")) { row, _ in
      .integer(row.node)
    },
    cell("total", "TOTAL", .bytes, "Its memory.", node("MemTotal")) { row, _ in
      .size(row.total)
    },
    cell("free", "FREE", .bytes, "Free memory.", node("MemFree")) { row, _ in
      .size(row.free)
    },
    cell("filePages", "FILE", .bytes, "Pages of files.", node("FilePages")) {
      (row: NodeMemInfo, _) in .size(row.filePages)
    },
  ]

  private static func node(_ what: String) -> String {
    "`/sys/devices/system/node/node*/meminfo`" + (what.isEmpty ? "" : " " + what)
  }
}

extension ZoneInfo.Zone {
  /// Where free memory stands beside the watermarks.
  public enum Level: String, Sendable {
    case aboveHigh = "above high"
    case belowHigh = "below high"
    case belowLow = "below low"
    case belowMin = "below min"
  }

  /// Nil where free or a watermark is not told.
  public var level: Level? {
    guard let free, let min, let low, let high else { return nil }
    return free < min ? .belowMin : free < low ? .belowLow : free < high ? .belowHigh : .aboveHigh
  }
}
