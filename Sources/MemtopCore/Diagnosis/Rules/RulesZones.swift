import LinuxKernel

extension DiagnosisRule {
  static let zoneRules: [DiagnosisRule] = [zoneReserve, fragmentation]

  static let zoneReserve = DiagnosisRule(
    "zone-reserve", [.watermark, .lowmem],
    reads: ["/proc/zoneinfo", "/proc/meminfo LowTotal, CmaFree", "/proc/buddyinfo"],
    thresholds: [
      DiagnosisThreshold("zone-size", 5, "%", "Smaller zones do not count."),
      DiagnosisThreshold("zone-min", 100, "%", "Free of the min watermark, CMA taken off."),
    ],
    "A zone's free memory, without what only movable requests may take, is below its reserve: "
      + "atomic requests fail there although memory is free elsewhere, or is cache. For 5 s at least: where "
      + "cache comes and goes fast, it falls there for a moment and kswapd makes it good.",
    settles: 5,
    ending: "the zone has {zone-min} of its min watermark free again"
  ) { view in
    // Where all memory is short, the zones are too.
    if let share = view.memory.availableShare, share < view["available-strained"] { return nil }
    let page = view.now.pageSize
    let managed = view.now.zones.reduce(0 as UInt64) {
      $0.addingSaturated($1.managed ?? $1.present ?? 0)
    }
    let isLow32 = view.memory.size(.lowTotal) != nil && view.memory.size(.highTotal) ?? 0 > 0
    var worst: (zone: ZoneInfo.Zone, usable: UInt64, min: UInt64)?
    let cmaOwner = Self.cmaZone(view)
    for zone in view.now.zones {
      guard let free = zone.free, let min = zone.min, min > 0, zone.name != "HighMem",
        zone.name != "Movable", zone.name != "Device"
      else { continue }
      let size = zone.managed ?? zone.present ?? 0
      // A reserve that is larger than its zone is no number of a kernel's.
      guard min < size, Double(size) * 100 >= Double(managed) * view["zone-size"] else { continue }
      let cma =
        zone.freeCMA ?? (zone.name == cmaOwner ? (view.now.memInfo?[.cmaFree] ?? 0) / page : 0)
      let usable = free >= cma ? free - cma : 0
      guard Double(usable) * 100 < Double(min) * view["zone-min"] else { continue }
      let share = Double(usable) / Double(min)
      if worst.map({ share < Double($0.usable) / Double($0.min) }) ?? true {
        worst = (zone, usable, min)
      }
    }
    guard let worst else { return nil }
    let name = worst.zone.name
    let kind: DiagnosisKind = isLow32 ? .lowmem : .watermark
    var sentence =
      "The zone \(name) has \(view.bytes(worst.usable.multipliedSaturated(by: page))) free for the kernel's own requests, "
      + "below its reserve of \(view.bytes(worst.min.multipliedSaturated(by: page)))"
    if let share = view.memory.availableShare, share >= 25 {
      sentence += ", although \(view.percent(share)) of memory is available"
    }
    return Finding(
      kind, .strained, .zone, sentence + ": requests that cannot wait fail.",
      evidence: [
        Evidence(
          "usable", bytes: worst.usable.multipliedSaturated(by: page),
          "/proc/zoneinfo free − free_cma"),
        Evidence("min", bytes: worst.min.multipliedSaturated(by: page), "/proc/zoneinfo min"),
      ],
      who: ["node \(worst.zone.node), zone \(name)"],
      advice: isLow32
        ? [
          Advice("use a 64-bit kernel", because: "low memory is then all memory"),
          Advice("make the CMA area smaller", because: "the kernel may not use it", "cma=SIZE"),
        ]
        : [
          Advice(
            "raise the reserve", because: "it is too small for bursts",
            "sysctl vm.min_free_kbytes=N"),
          Advice(
            "wake kswapd earlier", because: "it then has time",
            "sysctl vm.watermark_scale_factor=100"),
        ])
  }

  /// The zone that the area of CMA lies in, where zones do not tell it: the one kernels take for it.
  private static func cmaZone(_ view: borrowing DiagnosisView) -> String? {
    guard let free = view.now.memInfo?[.cmaFree], free > 0 else { return nil }
    let pages = free / view.now.pageSize
    return view.now.zones.filter { $0.name != "HighMem" && ($0.free ?? 0) >= pages }
      .max { ($0.free ?? 0) < ($1.free ?? 0) }?.name
  }

  static let fragmentation = DiagnosisRule(
    "fragmentation", [.fragmentation],
    reads: ["/proc/buddyinfo, or else /proc/pagetypeinfo (root)", "/proc/vmstat compact_*"],
    thresholds: [
      DiagnosisThreshold("small-pieces", 95, "%", "Free pages in blocks below order 3."),
      DiagnosisThreshold("no-large", 99.9, "%", "Free pages in blocks below order 7: a remark."),
      DiagnosisThreshold(
        "pieces-free", 1.5, "", "Free of the high watermark, so that it is not want."),
      DiagnosisThreshold(
        "compact-fail", 50, "%", "Compaction that fails, of what was tried in the watch."),
    ],
    "Free memory is there, but in small pieces: large requests fail or wait for compaction.",
    ending:
      "less than {small-pieces} of the free pages lie in blocks below order 3, and "
      + "compaction succeeds"
  ) { view in
    let rows = view.now.blocks.isEmpty ? Self.byZone(view.now.typedBlocks) : view.now.blocks
    var worst: (blocks: FreeBlocks, small: Double, below7: Double, isRoomy: Bool)?
    for blocks in rows where blocks.zone != "DMA" || rows.count == 1 {
      let pages = blocks.pages
      guard pages >= 4096, blocks.counts.count >= 8 else { continue }
      let small = Double(blocks.pages(below: 3)) * 100 / Double(pages)
      let below7 = Double(blocks.pages(below: 7)) * 100 / Double(pages)
      let zone = view.now.zones.first { $0.node == blocks.node && $0.name == blocks.zone }
      let isRoomy = zone?.high.map { Double(pages) >= Double($0) * view["pieces-free"] } ?? true
      if worst.map({ (small, below7) > ($0.small, $0.below7) }) ?? true {
        worst = (blocks, small, below7, isRoomy)
      }
    }
    let stalls = view.history.rate(\.compactStall, over: 20)
    let fails = view.history.rate(\.compactFail, over: 20)
    let compactionFails =
      stalls.map { stalls in
        stalls >= 1 && (fails ?? 0) * 100 >= stalls * view["compact-fail"]
      } ?? false
    guard let worst,
      worst.small >= view["small-pieces"] || worst.below7 >= view["no-large"] || compactionFails
    else { return nil }
    let isTrouble = worst.isRoomy && worst.small >= view["small-pieces"] || compactionFails
    let page = view.now.pageSize
    let order = worst.blocks.counts.lastIndex { $0 > 0 } ?? 0
    let name = VisibleText.make(worst.blocks.zone)
    var sentence =
      "\(view.bytes(worst.blocks.pages.multipliedSaturated(by: page))) is free in the zone \(name), "
    sentence +=
      worst.small >= view["small-pieces"]
      ? "\(view.percent(worst.small)) of it in pieces below \(view.bytes(page << 3))"
      : "in pieces of at most \(view.bytes(page << UInt64(order)))"
    var evidence = [
      Evidence("below order 3", worst.small, "%", "/proc/buddyinfo"),
      Evidence("below order 7", worst.below7, "%", "/proc/buddyinfo"),
    ]
    if let stalls, let fails, stalls > 0 {
      evidence += [
        Evidence("compact_stall", stalls, "/s", "/proc/vmstat compact_stall"),
        Evidence("compact_fail", fails, "/s", "/proc/vmstat compact_fail"),
      ]
    }
    return Finding(
      .fragmentation, isTrouble ? .strained : .healthy, .blocks,
      sentence + ": large requests wait or fail (fragmentation).", evidence: evidence,
      who: ["node \(worst.blocks.node), zone \(name)"],
      advice: [
        Advice(
          "compact once", because: "movable pages are put together",
          "echo 1 > /proc/sys/vm/compact_memory"),
        Advice(
          "raise the reserve", because: "more large blocks stay whole",
          "sysctl vm.min_free_kbytes=N"),
        Advice("reserve huge pages at boot", because: "later there are no whole blocks"),
      ])
  }

  /// The blocks of all types of a zone together.
  private static func byZone(_ typed: [FreeBlocks]) -> [FreeBlocks] {
    var order: [String] = []
    var sums: [String: (node: UInt32, zone: String, counts: [UInt64])] = [:]
    for row in typed {
      let key = "\(row.node) \(row.zone)"
      if var sum = sums[key] {
        for (index, count) in row.counts.enumerated() where index < sum.counts.count {
          sum.counts[index] = sum.counts[index].addingSaturated(count)
        }
        sums[key] = sum
      } else {
        order.append(key)
        sums[key] = (row.node, row.zone, row.counts)
      }
    }
    return order.compactMap { sums[$0] }.map {
      FreeBlocks(node: $0.node, zone: $0.zone, type: nil, counts: $0.counts)
    }
  }
}
