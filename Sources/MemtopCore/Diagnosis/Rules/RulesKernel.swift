import LinuxKernel

/// What the kernel itself holds.
enum Kernel {
  /// ZFS keeps its buffers in slabs and in vmalloc, and its cache in neither list.
  static func looksLikeZFS(_ view: borrowing DiagnosisView) -> Bool {
    if view.now.arc != nil || view.now.hasZFS { return true }
    guard let vmalloc = view.memory.share(view.memory.size(.vmallocUsed)),
      let slab = view.memory.share(view.memory.size(.sUnreclaim))
    else { return false }
    return vmalloc >= 3 && vmalloc < 100 && slab >= 10
  }

  /// What no line accounts for, where every big line is told. Unit: bytes.
  static func unaccounted(_ view: borrowing DiagnosisView) -> (size: UInt64, isBound: Bool)? {
    let memory = view.memory
    guard !memory.isContradictory, let total = memory.total, !total.isEstimate,
      let free = memory.size(.memFree), let cached = memory.size(.cached)
    else { return nil }
    var isBound = false
    let anon: UInt64
    if let told = memory.size(.anonPages) {
      anon = told
    } else if let active = memory.size(.activeAnon), let inactive = memory.size(.inactiveAnon) {
      anon = active.addingSaturated(inactive)
    } else if let active = memory.size(.active), let inactive = memory.size(.inactive) {
      // The lists hold the cache as well, which is then counted twice: a lower bound.
      anon = active.addingSaturated(inactive)
      isBound = true
    } else if let promised = memory.size(.committedAS), view.now.sysctls?.overcommitMemory != 1 {
      anon = promised
      isBound = true
    } else {
      return nil
    }
    let slab: UInt64
    if let told = memory.size(.slab) {
      slab = told
    } else if let kept = memory.size(.sUnreclaim) {
      slab = kept.addingSaturated(memory.size(.sReclaimable) ?? 0)
    } else {
      return nil
    }
    let rest: [UInt64?] = [
      free, cached, memory.size(.buffers), anon, slab, memory.size(.kernelStack),
      memory.size(.pageTables), memory.size(.percpu), memory.hugetlb, memory.size(.vmallocUsed),
      memory.size(.zswap), memory.balloon, memory.zramCost, view.now.arc?.size,
      memory.size(.unevictable).map { isBound ? 0 : $0 / 8 },
    ]
    let sum = rest.reduce(0 as UInt64) { $0.addingSaturated($1 ?? 0) }
    return (total.value > sum ? total.value - sum : 0, isBound)
  }
}

extension DiagnosisRule {
  static let zfs = DiagnosisRule(
    "zfs", [.zfs],
    reads: ["/proc/spl/kstat/zfs/arcstats", "/sys/module/zfs", "/proc/meminfo"],
    thresholds: [
      DiagnosisThreshold("arc-note", 10, "%", "So much of memory is the ARC."),
      DiagnosisThreshold(
        "kernel-held", 25, "%",
        "Memory in no list of programs or cache; healthy hosts have 1 to 22 %."),
      DiagnosisThreshold(
        "kernel-held-most", 50, "%", "So much of it, and what is available cannot be judged."),
    ],
    "The cache of ZFS: the kernel counts it as used. Its size is told by arcstats; without it, it is "
      + "suspected by the module, or by slab and vmalloc that are both large.",
    ending: "the ARC is smaller than {arc-note} of memory"
  ) { view in
    let memory = view.memory
    let advice = [
      Advice(
        "bound the ARC", because: "it grows to half of memory by itself",
        "echo BYTES > /sys/module/zfs/parameters/zfs_arc_max")
    ]
    if let arc = view.now.arc {
      guard let share = memory.share(arc.size), share >= view["arc-note"] else { return nil }
      var evidence = [
        Evidence("ARC", bytes: arc.size, "/proc/spl/kstat/zfs/arcstats size"),
        Evidence("ARC gives back", bytes: arc.reclaimable, "arcstats size − c_min"),
      ]
      if let most = arc.maximum {
        evidence.append(Evidence("c_max", bytes: most, "arcstats c_max"))
      }
      return Finding(
        .zfs, .healthy, .no,
        "The cache of ZFS holds \(view.bytes(arc.size)) (\(view.percent(share))); it gives back "
          + "\(view.bytes(arc.reclaimable)) on demand, which MemAvailable does not count.",
        evidence: evidence, who: ["ZFS ARC"], advice: advice)
    }
    guard Kernel.looksLikeZFS(view) else { return nil }
    let held = memory.kernelHeld ?? Kernel.unaccounted(view)?.size
    let bare =
      held == nil && view.now.hasZFS
      ? memory.total.flatMap { total in
        memory.free.map { total.value - min(total.value, $0.value) }
      } : held
    guard let size = bare, let share = memory.share(size), share >= view["kernel-held"] else {
      return nil
    }
    var evidence = [
      Evidence("in no list", bytes: size, "/proc/meminfo MemTotal − MemFree − the lists told")
    ]
    if let slab = memory.size(.sUnreclaim) {
      evidence.append(Evidence("SUnreclaim", bytes: slab, "/proc/meminfo SUnreclaim"))
    }
    if let vmalloc = memory.size(.vmallocUsed) {
      evidence.append(Evidence("VmallocUsed", bytes: vmalloc, "/proc/meminfo VmallocUsed"))
    }
    return Finding(
      .zfs, .healthy, .no,
      "\(view.bytes(size)) (\(view.percent(share))) is in no list of programs or cache, as the "
        + "cache of ZFS is; /proc/spl/kstat/zfs/arcstats tells its size.",
      evidence: evidence, who: ["ZFS ARC"],
      advice: [
        Advice(
          "read the size of the ARC", because: "it tells cache from loss",
          "grep -wE 'size|c_min|c_max' /proc/spl/kstat/zfs/arcstats")
      ] + advice)
  }

  static let balloon = DiagnosisRule(
    "balloon", [.balloon], reads: ["/proc/vmstat", "/proc/meminfo"],
    thresholds: [
      DiagnosisThreshold("balloon-note", 10, "%", "The hypervisor holds so much."),
      DiagnosisThreshold(
        "balloon-refaults", 20, "",
        "What is left was read again so many times since boot, with direct reclaim: it hurts."),
    ],
    "The hypervisor took memory away: balloon_inflate − balloon_deflate. Trouble only with little "
      + "available or with stalls.",
    ending:
      "the hypervisor holds less than {balloon-note} of memory; until then it is no "
      + "trouble while {available-strained} is available and tasks do not wait"
  ) { view in
    let size = view.memory.balloon
    guard size > 0, let share = view.memory.share(size), share >= view["balloon-note"],
      let total = view.memory.total
    else { return nil }
    let left = total.value > size ? total.value - size : 0
    var evidence = [
      Evidence("balloon", bytes: size, "/proc/vmstat balloon_inflate − balloon_deflate"),
      Evidence("left", bytes: left, "MemTotal − balloon"),
    ]
    var level = DiagnosisLevel.healthy
    if let available = view.memory.availableShare, available < view["available-strained"] {
      level = .strained
    }
    let stalls = Stalls.host(view)
    if stalls.some >= view["psi-some"] { level = .strained }
    if view.memory.available == nil, let refaults = view.now.vmStat?.refaults,
      let reclaims = view.now.vmStat?.directReclaims, reclaims > 0, left > 0
    {
      let times = Double(refaults) * Double(view.now.pageSize) / Double(left)
      evidence += [
        Evidence("refaults since boot", Double(refaults), "", "/proc/vmstat workingset_refault_*"),
        Evidence("direct reclaims since boot", Double(reclaims), "", "/proc/vmstat allocstall*"),
      ]
      if times >= view["balloon-refaults"] { level = .strained }
    }
    return Finding(
      .balloon, level, level == .healthy ? .no : .yes,
      "The hypervisor's balloon holds \(view.bytes(size)) (\(view.percent(share))), so "
        + "\(view.bytes(left)) is left to this guest.",
      evidence: evidence, who: ["balloon driver"],
      advice: [
        Advice(
          "give the guest its memory back on the hypervisor",
          because: "no process in the guest holds it"),
        Advice("look at what the other guests use", because: "a host promised too much inflates"),
      ])
  }

  static let kernelRules: [DiagnosisRule] = [slabLeak, kernelLeak, unaccounted, negativeDentries]

  static let slabLeak = DiagnosisRule(
    "slab-leak", [.slabLeak],
    reads: ["/proc/meminfo", "/proc/slabinfo (root)", "memory.stat of groups"],
    thresholds: [
      DiagnosisThreshold("slab", 25, "%", "SUnreclaim: a finding at any time."),
      DiagnosisThreshold("slab-tight", 10, "%", "SUnreclaim: a finding where little is available."),
      DiagnosisThreshold("tight", 25, "%", "Little is available."),
      DiagnosisThreshold("slab-cache", 5_368_709_120, "bytes", "One cache so large is named: nhc."),
      DiagnosisThreshold("slab-cache-share", 10, "%", "Or so large a share of memory."),
      DiagnosisThreshold("kernel-growth", 1, "%", "Steady growth within the watch is a finding,"),
      DiagnosisThreshold("slab-end", 3600, "s", "If at its rate nothing is left in less."),
    ],
    "Objects of the kernel that are not given back, by size or by growth; the cache by name where "
      + "slabinfo may be read.",
    ending:
      "SUnreclaim is below {slab-tight} of memory, or below {slab} with {tight} "
      + "available, and no longer grows"
  ) { view in
    let memory = view.memory
    let biggest = Self.biggestCache(view)
    let slab = memory.size(.sUnreclaim)
    let share = memory.share(slab)
    let tight = view.isTight(view["tight"])
    let grows = Self.slabGrowth(view)
    let isLarge =
      share.map { $0 >= view["slab"] || $0 >= view["slab-tight"] && tight } ?? false
    let isNamed = biggest.map { cache in
      cache.size >= UInt64(view["slab-cache"]) && (memory.share(cache.size) ?? 100) >= 5
        || (memory.share(cache.size) ?? 0) >= view["slab-cache-share"]
    }
    // Reclaimable caches of many files are healthy while there is room.
    let cacheIsTrouble = isNamed == true && (slab == nil || isLarge || grows != nil)
    guard isLarge || grows != nil || cacheIsTrouble else { return nil }
    var evidence: [Evidence] = []
    var sentence = ""
    if let slab, let share {
      sentence =
        "The kernel's own objects take \(view.bytes(slab)) (\(view.percent(share))) and are not "
        + "given back"
      evidence.append(
        Evidence("SUnreclaim", bytes: slab, "/proc/meminfo SUnreclaim", .host(.sUnreclaim)))
    }
    if let biggest {
      sentence +=
        sentence.isEmpty
        ? "The slab cache \(biggest.name) holds \(view.bytes(biggest.size))"
        : "; the biggest cache is \(biggest.name) with \(view.bytes(biggest.size))"
      evidence.append(Evidence("cache \(biggest.name)", bytes: biggest.size, "/proc/slabinfo"))
    }
    if let grows {
      sentence += "; growing by \(Quantity.rate(grows.rate)) for \(TimeSpan.text(grows.span))"
      evidence += [
        Evidence("growth", grows.rate, "bytes/s", "SUnreclaim over the watch"),
        Evidence("grew for", grows.span, "s", "this watch"),
      ]
    }
    // The buffers of ZFS lie there too, and only arcstats tells what of them is given back.
    let isCache =
      Kernel.looksLikeZFS(view) && grows == nil
      && memory.availableShare ?? 100 >= view["available-exhausted"]
    let isTrouble = tight || (share ?? 0) >= view["slab"] || grows != nil
    let level: DiagnosisLevel = isTrouble && !isCache ? .strained : .healthy
    return Finding(
      .slabLeak, level, tight ? .yes : .soon, sentence + ".", evidence: evidence,
      who: view.history.leaks.caches.prefix(3).map {
        Subject(
          "slab cache \($0.name): growing by \(Quantity.rate($0.trend.rate))", .slabCache($0.name))
      }
        + (biggest.map {
          [Subject("slab cache \($0.name): \(view.bytes($0.size))", .slabCache($0.name))]
        } ?? [])
        + Self.slabGroups(view),
      advice: [
        Advice(
          "name the cache", because: "the cache names the part of the kernel", "slabtop -o -s c"),
        Advice(
          "find the program that makes the objects",
          because: "sockets, names of files and watches are made by somebody"),
        Advice("update the kernel or the driver", because: "lost objects are a fault of theirs"),
      ])
  }

  /// The growth of what is not given back. Caches of files bring some along with what is given back,
  /// and grow while files are read: that is none.
  private static func slabGrowth(
    _ view: borrowing DiagnosisView
  ) -> (rate: Double, span: Double)? {
    if let leak = view.history.leaks.trend(.sUnreclaim) { return (leak.rate, leak.span) }
    guard let kept = Growth.steady(view, \.sUnreclaim, least: view["kernel-growth"]),
      let obtainable = view.memory.obtainable
    else { return nil }
    let given = view.history.trend(\.sReclaimable, over: kept.span + 0.5)
    if let given, given.slope > kept.slope { return nil }
    return Double(obtainable) / kept.slope < view["slab-end"] ? (kept.slope, kept.span) : nil
  }

  private static func biggestCache(
    _ view: borrowing DiagnosisView
  ) -> (name: String, size: UInt64)? {
    guard let caches = view.now.slabs.value,
      let top = caches.max(by: { $0.pages < $1.pages }), top.pages > 0
    else { return nil }
    return (
      VisibleText.make(top.name),
      top.pages.multipliedReportingOverflow(by: view.now.pageSize)
        .partialValue
    )
  }

  private static func slabGroups(_ view: borrowing DiagnosisView) -> [Subject] {
    view.now.groups.filter { ($0.slab ?? 0) > 0 }.sorted { ($0.slab ?? 0) > ($1.slab ?? 0) }
      .prefix(2).map { view.subject($0, "\(view.bytes($0.slab ?? 0)) of slab") }
  }

  static let kernelLeak = DiagnosisRule(
    "kernel-leak", [.kernelLeak], reads: ["/proc/meminfo", "/proc/vmallocinfo (root)"],
    thresholds: [
      DiagnosisThreshold("kernel-line", 5, "%", "Percpu or KernelStack: more is unusual."),
      DiagnosisThreshold("vmalloc", 10, "%", "VmallocUsed: more is unusual."),
    ],
    "A line of the kernel's own that is far larger than on healthy hosts.",
    ending:
      "Percpu and KernelStack take less than {kernel-line} of memory, and VmallocUsed "
      + "less than {vmalloc}"
  ) { view in
    let lines: [(name: String, key: MemInfo.Key, threshold: String)] = [
      ("Percpu", .percpu, "kernel-line"), ("KernelStack", .kernelStack, "kernel-line"),
      ("VmallocUsed", .vmallocUsed, "vmalloc"),
    ]
    var worst: (name: String, size: UInt64, share: Double)?
    for line in lines {
      guard let size = view.memory.size(line.key), let share = view.memory.share(size),
        share < 100, share >= view[line.threshold], share > worst?.share ?? 0
      else { continue }
      worst = (line.name, size, share)
    }
    guard let worst else { return nil }
    let tight = view.isTight(view["tight"])
    let level: DiagnosisLevel = tight ? .strained : .healthy
    return Finding(
      .kernelLeak, level, tight ? .yes : .soon,
      "The kernel's \(worst.name) takes \(view.bytes(worst.size)) (\(view.percent(worst.share))), "
        + "far more than is usual.",
      evidence: [Evidence(worst.name, bytes: worst.size, "/proc/meminfo \(worst.name)")],
      who: ["\(worst.name)"],
      advice: [
        Advice(
          "see who allocates it", because: "the caller is named there",
          worst.name == "VmallocUsed" ? "sort -k2 -n /proc/vmallocinfo" : "cat /proc/allocinfo"),
        Advice(
          "count control groups and threads", because: "each has its share of Percpu and stacks"),
      ])
  }

  static let unaccounted = DiagnosisRule(
    "unaccounted-kernel", [.unaccountedKernel], reads: ["/proc/meminfo"],
    thresholds: [
      DiagnosisThreshold("in-no-line", 20, "%", "More is a finding, where all big lines are told.")
    ],
    "Memory that no line accounts for: pages that a driver took straight from the page allocator.",
    ending: "less than {in-no-line} of memory is in no line, and that does not grow"
  ) { view in
    let leak = view.history.leaks.trend(.unexplained)
    guard let rest = Kernel.unaccounted(view), let share = view.memory.share(rest.size),
      share >= view["in-no-line"] || leak != nil,
      !Kernel.looksLikeZFS(view)
        || share >= 50 && !view.now.hasZFS
          && (view.memory.share(view.memory.size(.sUnreclaim)) ?? 0) < 10
    else { return nil }
    // Huge pages that are not told would be here.
    guard view.memory.hugetlb != nil || view.memory.size(.sUnreclaim) != nil else { return nil }
    let tight = view.isTight(view["tight"])
    return Finding(
      .unaccountedKernel, tight ? .strained : .healthy, tight ? .yes : .soon,
      "\(rest.isBound ? "At least " : "")\(view.bytes(rest.size)) (\(view.percent(share))) is in "
        + "no line of /proc/meminfo: the kernel or a driver took it as whole pages"
        + (leak.map {
          ", \(Quantity.rate($0.rate)) more of it for \(TimeSpan.text($0.span))"
        } ?? "") + ".",
      evidence: [
        Evidence("in no line", bytes: rest.size, "/proc/meminfo MemTotal − all lines that are told")
      ] + (leak.map { [Evidence("growth", $0.rate, "bytes/s", "the same over the watch")] } ?? []),
      who: ["kernel, unnamed"],
      advice: [
        Advice(
          "name the caller", because: "a kernel with allocation profiling tells it",
          "sort -g /proc/allocinfo | tail"),
        Advice(
          "look at drivers of network, storage and graphics", because: "they take whole pages"),
        Advice("update the kernel", because: "lost pages come back only with a restart"),
      ])
  }

  static let negativeDentries = DiagnosisRule(
    "negative-dentries", [.negativeDentries], reads: ["/proc/sys/fs/dentry-state"],
    thresholds: [
      DiagnosisThreshold(
        "negative", 5, "%", "Names that do not exist take so much, at 192 bytes each.")
    ],
    "The kernel remembers very many names that do not exist: a program looks up ever new ones.",
    ending: "such names take less than {negative} of memory"
  ) { view in
    guard let count = view.now.dentries?.negative,
      let share = view.memory.share(count.multipliedSaturated(by: 192)),
      share >= view["negative"]
    else { return nil }
    return Finding(
      .negativeDentries, .healthy, .no,
      "\(count) names that do not exist are remembered, about \(view.bytes(count.multipliedSaturated(by: 192))).",
      evidence: [Evidence("negative dentries", Double(count), "", "/proc/sys/fs/dentry-state")],
      advice: [
        Advice(
          "find who looks up names that do not exist", because: "each is remembered",
          "strace -f -e trace=%file -Z -p PID"),
        Advice("drop them", because: "a stopgap", "echo 2 > /proc/sys/vm/drop_caches"),
      ])
  }

  static let pageTables = DiagnosisRule(
    "page-tables", [.pageTables], reads: ["/proc/meminfo", "/proc/PID/status VmPTE"],
    thresholds: [
      DiagnosisThreshold("page-tables", 5, "%", "PageTables: more is a finding."),
      DiagnosisThreshold("page-tables-strained", 10, "%", "More strains by itself."),
    ],
    "Page tables are large: many processes map one big memory with small pages.",
    ending: "PageTables are below {page-tables} of memory"
  ) { view in
    guard let size = view.memory.size(.pageTables), let share = view.memory.share(size),
      share >= view["page-tables"]
    else { return nil }
    let isTrouble = share >= view["page-tables-strained"] || view.isTight(view["tight"])
    return Finding(
      .pageTables, isTrouble ? .strained : .healthy, isTrouble ? .soon : .no,
      "Page tables take \(view.bytes(size)) (\(view.percent(share))): many processes map the same "
        + "big memory in small pages.",
      evidence: [
        Evidence("PageTables", bytes: size, "/proc/meminfo PageTables", .host(.pageTables))
      ],
      who: view.biggest(\.pageTables),
      advice: [
        Advice("let the shared memory use huge pages", because: "one entry then serves 512"),
        Advice("use fewer processes", because: "each has tables of its own"),
      ])
  }

  static let ksm = DiagnosisRule(
    "ksm", [.ksm], reads: ["/sys/kernel/mm/ksm/pages_sharing"],
    thresholds: [DiagnosisThreshold("ksm", 5, "%", "KSM saves so much.")],
    "Equal pages are kept once; were they written to, so much more would be wanted.",
    ending: "KSM saves less than {ksm} of memory"
  ) { view in
    guard let pages = view.now.ksmSharing,
      let share = view.memory.share(pages.multipliedSaturated(by: view.now.pageSize)),
      share >= view["ksm"]
    else { return nil }
    return Finding(
      .ksm, .healthy, .no,
      "KSM saves \(view.bytes(pages.multipliedSaturated(by: view.now.pageSize))); were those pages written to, it would "
        + "be wanted.",
      evidence: [Evidence("pages_sharing", Double(pages), "pages", "/sys/kernel/mm/ksm")])
  }
}
