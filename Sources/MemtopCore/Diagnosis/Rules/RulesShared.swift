import LinuxKernel

extension DiagnosisRule {
  static let sharedRules: [DiagnosisRule] = [shmem]

  static let shmem = DiagnosisRule(
    "shmem", [.shmem, .tmpfs],
    reads: [
      "/proc/meminfo", "/proc/sysvipc/shm", "tmpfs mounts by statfs", "/proc/PID/status RssShmem",
    ],
    thresholds: [
      DiagnosisThreshold("shmem", 15, "%", "Shmem: a finding where little is available."),
      DiagnosisThreshold("shmem-note", 10, "%", "Shmem: a remark."),
      DiagnosisThreshold("shmem-growth", 3, "%", "Steady growth within the watch."),
      DiagnosisThreshold("mount-full", 90, "%", "A tmpfs so full is named."),
    ],
    "Shared memory and files of tmpfs: they are in Cached and are no cache. Without swap they stay.",
    ending: "Shmem is below {shmem-note} of memory and does not grow"
  ) { view in
    guard let size = view.memory.size(.shmem) ?? Self.lru(view), let share = view.memory.share(size)
    else { return nil }
    let grows = Growth.steady(view, \.shmem, least: view["shmem-growth"])
    guard share >= view["shmem-note"] || grows != nil else { return nil }
    let hasRoom = Double(view.memory.usableSwap) >= Double(size) * 0.25
    let tight = view.isTight(view["tight"])
    let isTrouble = share >= view["shmem"] && tight && !hasRoom
    let isSoon = grows != nil && (view.forecast.map { $0.seconds < 600 } ?? tight)
    let left = view.now.segments.filter { $0.attached == 0 }
    let leftSize = left.reduce(0 as UInt64) { $0.addingSaturated($1.resident ?? $1.size) }
    let segments = view.now.segments.reduce(0 as UInt64) {
      $0.addingSaturated($1.resident ?? $1.size)
    }
    let mapped = view.now.processes.map(\.shmem).max() ?? 0
    let mounts = view.now.tmpfs.filter { ($0.used ?? 0) > 0 }.sorted {
      ($0.used ?? 0) > ($1.used ?? 0)
    }
    // What neither segments nor mappings explain lies in files.
    let inFiles = size > segments.addingSaturated(mapped) * 2
    let kind: DiagnosisKind =
      (mounts.first.map { ($0.used ?? 0) >= size / 2 } ?? false)
        || inFiles
          && !view.now.tmpfs.isEmpty
      ? .tmpfs : .shmem
    var evidence = [Evidence("Shmem", bytes: size, "/proc/meminfo Shmem", .host(.shmem))]
    var sentence =
      "\(view.bytes(size)) (\(view.percent(share))) is shared memory or files in tmpfs, which "
      + "count as cache and cannot be dropped"
    var who: [Subject] = []
    if leftSize > size / 4 {
      sentence +=
        "; \(view.bytes(leftSize)) of it are \(left.count) segments that no process has attached"
      evidence.append(Evidence("unattached", bytes: leftSize, "/proc/sysvipc/shm nattch 0"))
      who += left.sorted { $0.size > $1.size }.prefix(3).map {
        "shmid \($0.id): \(view.bytes($0.resident ?? $0.size)), nattch 0"
      }
    }
    if let mount = mounts.first, let used = mount.used {
      who += mounts.prefix(3).map {
        "\(VisibleText.make($0.directory)): \(view.bytes($0.used ?? 0))"
      }
      evidence.append(
        Evidence("used of \(VisibleText.make(mount.directory))", bytes: used, "statfs"))
    } else if kind == .tmpfs {
      who += view.now.tmpfs.prefix(4).map { "tmpfs \(VisibleText.make($0.directory))" }
    }
    if let grows {
      sentence += "; growing by \(Quantity.rate(grows.slope))"
      evidence.append(Evidence("growth", grows.slope, "bytes/s", "Shmem over the watch"))
    }
    who += view.biggest(\.shmem, 2)
    return Finding(
      kind, isTrouble || isSoon ? .strained : .healthy,
      isTrouble || isSoon ? .soon : .no, sentence + ".", evidence: evidence, who: who,
      advice: (leftSize > 0
        ? [
          Advice(
            "remove segments that nobody has", because: "they outlive their makers", "ipcrm -m ID")
        ]
        : [])
        + [
          Advice("delete or move files in tmpfs", because: "they are memory", "df -h -t tmpfs"),
          Advice("add swap", because: "shared memory can be swapped"),
        ])
  }

  /// Anonymous lists without anonymous pages are shared memory, where its own line is not told.
  private static func lru(_ view: borrowing DiagnosisView) -> UInt64? {
    guard let active = view.memory.size(.activeAnon), let idle = view.memory.size(.inactiveAnon),
      let anon = view.memory.size(.anonPages), active.addingSaturated(idle) > anon
    else { return nil }
    return active + idle - anon
  }

  static let hugepagesUnused = DiagnosisRule(
    "hugepages-unused", [.hugepagesUnused],
    reads: ["/proc/meminfo", "/sys/kernel/mm/hugepages/*"],
    thresholds: [
      DiagnosisThreshold("pool-unused", 1, "%", "Unused huge pages: a remark."),
      DiagnosisThreshold(
        "pool-trouble", 10, "%", "Unused huge pages: trouble where little is left."),
    ],
    "Huge pages that are set aside and that nobody uses: no other program can have them.",
    ending: "less than {pool-unused} of memory is set aside and unused"
  ) { view in
    var unused: UInt64 = 0
    var pool: UInt64 = 0
    if view.now.pools.contains(where: { $0.total > 0 }) {
      for one in view.now.pools {
        unused = unused.addingSaturated(one.unused.multipliedSaturated(by: one.pageSize))
        pool = pool.addingSaturated(one.total.multipliedSaturated(by: one.pageSize))
      }
    } else if let total = view.memory.size(.hugePagesTotal),
      let free = view.memory.size(.hugePagesFree), let page = view.memory.size(.hugepagesize)
    {
      let promised = view.memory.size(.hugePagesRsvd) ?? 0
      unused = (free >= promised ? free - promised : 0).multipliedSaturated(by: page)
      pool = total.multipliedSaturated(by: page)
    }
    guard unused > 0, let share = view.memory.share(unused), share >= view["pool-unused"] else {
      return nil
    }
    let isTrouble = share >= view["pool-trouble"] && view.isTight(view["tight"])
    return Finding(
      .hugepagesUnused, isTrouble ? .strained : .healthy, isTrouble ? .soon : .no,
      "\(view.bytes(pool)) is set aside as huge pages and \(view.bytes(unused)) of it "
        + "(\(view.percent(share)) of memory) is used by nobody.",
      evidence: [
        Evidence("huge page pool", bytes: pool, "HugePages_Total, /sys/kernel/mm/hugepages"),
        Evidence("unused", bytes: unused, "HugePages_Free − HugePages_Rsvd"),
      ],
      who: ["huge page pool"],
      advice: [
        Advice("give the pool back", because: "nobody uses it", "sysctl vm.nr_hugepages=N")
      ])
  }

  static let zram = DiagnosisRule(
    "zram", [.zram], reads: ["/proc/swaps", "/sys/block/zram*/mm_stat", "/proc/meminfo Zswap"],
    thresholds: [
      DiagnosisThreshold("zram-strained", 45, "%", "Compressed memory takes so much: nohang."),
      DiagnosisThreshold("zram-critical", 60, "%", "Compressed memory takes so much: nohang."),
    ],
    "Swap that is made of memory: its free room is no room, and what lies in it has a cost.",
    ending:
      "no swap is compressed memory; it is no trouble while that takes less than "
      + "{zram-strained}"
  ) { view in
    let zswap = view.memory.size(.zswap) ?? 0
    guard view.memory.hasZram || zswap > 0 else { return nil }
    let cost = view.memory.zramCost.addingSaturated(zswap)
    let share = view.memory.share(cost) ?? 0
    let original = view.now.zram.reduce(0 as UInt64) { $0.addingSaturated($1.original) }
      .addingSaturated(view.memory.size(.zswapped) ?? 0)
    guard view.memory.hasZram || share >= 1 else { return nil }
    let level: DiagnosisLevel =
      share >= view["zram-critical"]
      ? .critical : share >= view["zram-strained"] ? .strained : .healthy
    let isTold = !view.now.zram.isEmpty || zswap > 0
    return Finding(
      .zram, level, level == .healthy ? .no : .yes,
      isTold
        ? "Compressed swap holds \(view.bytes(original)) in \(view.bytes(cost)) of memory "
          + "(\(view.percent(share))); its free room is made of the same memory."
        : "Swap is compressed memory (zram): its free room is made of the same memory.",
      evidence: isTold
        ? [
          Evidence("cost", bytes: cost, "mm_stat mem_used_total, Zswap"),
          Evidence("holds", bytes: original, "mm_stat orig_data_size, Zswapped"),
        ] : [], who: ["zram"],
      advice: level == .healthy
        ? []
        : [
          Advice("add swap on a disk", because: "compressed swap cannot grow beyond memory"),
          Advice("bound the biggest process", because: "what it swaps stays in memory"),
        ])
  }

  static let mlocked = DiagnosisRule(
    "mlocked", [.mlocked], reads: ["/proc/meminfo"],
    thresholds: [DiagnosisThreshold("mlocked", 25, "%", "Mlocked where little is available.")],
    "Memory that programs locked: it can be neither swapped nor dropped.",
    ending: "less than {mlocked} of memory is locked"
  ) { view in
    guard let size = view.memory.size(.mlocked) ?? view.memory.size(.unevictable),
      let share = view.memory.share(size), share >= view["mlocked"]
    else { return nil }
    let tight = view.isTight(view["tight"])
    return Finding(
      .mlocked, tight ? .strained : .healthy, tight ? .soon : .no,
      "\(view.bytes(size)) (\(view.percent(share))) is locked in memory (mlock) and can be neither "
        + "swapped nor dropped.",
      evidence: [Evidence("Mlocked", bytes: size, "/proc/meminfo Mlocked")],
      who: view.biggest(\.rss),
      advice: [
        Advice(
          "bound what may be locked", because: "locked memory is never given back",
          "systemctl set-property UNIT LimitMEMLOCK=SIZE")
      ])
  }

  static let numaNode = DiagnosisRule(
    "numa-node", [.numaNode], reads: ["/sys/devices/system/node/node*/meminfo"],
    thresholds: [
      DiagnosisThreshold("node-full", 5, "%", "Free and cache of a node, while another has much."),
      DiagnosisThreshold("node-room", 25, "%", "Much."),
    ],
    "One node is full while another has memory: what is bound to it swaps.",
    ending: "every node has {node-full} that is free or cache, or none has {node-room}"
  ) { view in
    guard view.now.nodes.count > 1 else { return nil }
    func share(_ node: NodeMemInfo) -> Double {
      let room = node.free.addingSaturated(node.filePages ?? 0)
      return node.total > 0 ? Double(room) * 100 / Double(node.total) : 100
    }
    let nodes = view.now.nodes.filter { $0.total > 0 }
    guard let full = nodes.min(by: { share($0) < share($1) }), share(full) < view["node-full"],
      let roomy = nodes.max(by: { share($0) < share($1) }), share(roomy) >= view["node-room"]
    else { return nil }
    return Finding(
      .numaNode, .strained, .zone,
      "Node \(full.node) is full (\(view.percent(share(full))) is free or cache) while node "
        + "\(roomy.node) has \(view.percent(share(roomy))).",
      evidence: [
        Evidence("free of node \(full.node)", bytes: full.free, "node\(full.node)/meminfo MemFree"),
        Evidence(
          "free of node \(roomy.node)", bytes: roomy.free, "node\(roomy.node)/meminfo MemFree"),
      ],
      who: ["node \(full.node)"],
      advice: [
        Advice(
          "interleave the program's memory over nodes", because: "both then fill alike",
          "numactl --interleave=all PROGRAM")
      ])
  }

  static let writeback = DiagnosisRule(
    "writeback", [.writeback],
    reads: ["/proc/meminfo", "/proc/vmstat nr_dirty_threshold", "/proc/pressure/io"],
    thresholds: [
      DiagnosisThreshold("dirty", 70, "%", "Dirty and Writeback of nr_dirty_threshold."),
      DiagnosisThreshold("io-some", 20, "%", "While tasks wait so much for disks."),
    ],
    "Writers wait because the disk does not keep up with dirty pages; more memory changes nothing.",
    ending:
      "Dirty and Writeback are below {dirty} of the limit, or tasks wait less than "
      + "{io-some} of the time for disks"
  ) { view in
    guard let dirty = view.memory.size(.dirty), let writeback = view.memory.size(.writeback),
      let pages = view.now.vmStat?[.nrDirtyThreshold], pages > 0,
      let stalls = view.now.ioPressure?.some.avg10, stalls >= view["io-some"]
    else { return nil }
    let waiting = dirty.addingSaturated(writeback)
    let most = pages.multipliedSaturated(by: view.now.pageSize)
    guard Double(waiting) * 100 >= Double(most) * view["dirty"] else { return nil }
    return Finding(
      .writeback, .strained, .no,
      "\(view.bytes(waiting)) waits to be written, at the limit of \(view.bytes(most)): writers "
        + "wait for the disk (\(view.percent(stalls)) of the time).",
      evidence: [
        Evidence("Dirty + Writeback", bytes: waiting, "/proc/meminfo", .host(.writeback)),
        Evidence("limit", bytes: most, "/proc/vmstat nr_dirty_threshold"),
        Evidence("some avg10", stalls, "%", "/proc/pressure/io"),
      ],
      advice: [
        Advice(
          "bound dirty memory so that writing begins earlier", because: "stalls become short",
          "sysctl vm.dirty_background_bytes=SIZE"),
        Advice("look at the disk", because: "it is the bottleneck"),
      ])
  }
}
