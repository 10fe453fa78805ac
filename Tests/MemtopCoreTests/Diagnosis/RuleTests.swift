import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// Every rule on a host that has its trouble, and on one that is near it.
@Suite struct DiagnosisRuleTests {
  private func one(_ text: String, _ more: [String: String] = [:]) throws -> Verdict {
    try Diagnosed.once(more.merging(["proc/meminfo": text]) { $1 })
  }

  @Test func aHostThatIsWell() throws {
    let verdict = try one(Diagnosed.memory())
    #expect(verdict.level == .healthy && verdict.kind == .healthy && verdict.short == .no)
    #expect(verdict.sentence == "684M of 977M is available (70 %).")
  }

  @Test func littleFreeBesideMuchCache() throws {
    let verdict = try one(Diagnosed.memory(["MemFree": 20_000, "Cached": 700_000]))
    #expect(verdict.level == .healthy && verdict.kind == .healthyCache)
  }

  @Test func swapThatLiesStill() throws {
    let verdict = try one(Diagnosed.memory(["SwapTotal": 500_000, "SwapFree": 100_000]))
    #expect(verdict.level == .healthy && verdict.kind == .swapHarmless)
  }

  @Test(arguments: [
    (110_000, 0, 0, DiagnosisLevel.healthy), (90_000, 0, 0, .strained), (45_000, 0, 0, .critical),
    (45_000, 800_000, 700_000, .strained), (25_000, 800_000, 700_000, .strained),
    (25_000, 800_000, 50_000, .critical),
  ])
  func shortage(_ available: UInt64, _ swap: UInt64, _ free: UInt64, _ level: DiagnosisLevel) throws
  {
    let verdict = try one(
      Diagnosed.memory([
        "MemAvailable": available, "SwapTotal": swap, "SwapFree": free, "AnonPages": 800_000,
        "Cached": 60_000, "MemFree": 50_000,
      ]))
    #expect(verdict.level == level)
    #expect((verdict.level(of: .shortage) != nil) == (level > .healthy))
  }

  @Test func availableIsEstimatedWhereItIsNotTold() throws {
    let lists: KeyValuePairs<String, UInt64?> = [
      "MemAvailable": nil, "MemFree": 40_000, "Active(file)": 20_000, "Inactive(file)": 10_000,
      "SReclaimable": 0, "AnonPages": 800_000, "Cached": 31_000, "Shmem": 1000,
    ]
    let zone =
      "Node 0, zone Normal\n  pages free 10000\n min 2000\n low 2500\n high 3000\n managed 250000\n"
    let verdict = try one(Diagnosed.memory(lists), ["proc/zoneinfo": zone])
    // 40,000 − 10,000 + 30,000 − 10,000 kB.
    let finding = try #require(verdict.findings.first { $0.kind == .shortage })
    #expect(finding.evidence[0].value == 50_000 * 1024)
    #expect(finding.evidence[0].name.contains("estimate"))
    #expect(finding.sentence.contains("estimate"))
  }

  @Test func cachesAloneMaySayStrainedAndNeverHealthy() throws {
    let text = "MemTotal: 1000000 kB\nMemFree: 50000 kB\nCached: 600000 kB\n"
    #expect(try one(text).level == .unknown)
    let little = try one("MemTotal: 1000000 kB\nMemFree: 30000 kB\nCached: 30000 kB\n")
    #expect(little.level >= .strained)
    #expect(try one("MemTotal: 1000000 kB\nMemFree: 400000 kB\n").level == .healthy)
  }

  @Test func aMissingFileIsNamedAndTheKernelNotBlamed() throws {
    let verdict = try Diagnosed.once([:])
    #expect(verdict.level == .unknown)
    #expect(verdict.sentence.contains("capture"))
    #expect(verdict.unknown.first?.what == "/proc/meminfo")
    #expect(verdict.unknown.allSatisfy { !$0.why.contains("kernel") })
  }

  @Test func stallsAloneDecide() throws {
    let stalled = try Diagnosed.once(["proc/pressure/memory": Diagnosed.stalls(70, 57)])
    #expect(stalled.level == .critical && stalled.kind == .thrash)
    let calm = try Diagnosed.once(["proc/pressure/memory": Diagnosed.stalls(9, 2)])
    #expect(calm.level == .unknown && calm.level(of: .thrash) == nil)
  }

  @Test func stallsOfAGroupAtItsLimitAreItsOwn() throws {
    let group = "sys/fs/cgroup/job/memory."
    let verdict = try one(
      Diagnosed.memory(),
      [
        "proc/pressure/memory": Diagnosed.stalls(90, 80), group + "max": "max\n",
        group + "high": "100000\n", group + "current": "100000\n",
        group + "pressure": Diagnosed.stalls(92, 85),
      ])
    #expect(verdict.level == .strained && verdict.kind == .memoryHigh && verdict.short == .group)
    #expect(verdict.level(of: .thrash) == nil)
    #expect(verdict.findings[0].who[0].text == "/job")
  }

  @Test func aGroupFullOfCacheIsWell() throws {
    func group(_ inactive: Int) -> [String: String] {
      [
        "sys/fs/cgroup/job/memory.max": "100000\n", "sys/fs/cgroup/job/memory.current": "99000\n",
        "sys/fs/cgroup/job/memory.stat": "anon 1000\ninactive_file \(inactive)\n",
      ]
    }
    #expect(try one(Diagnosed.memory(), group(50_000)).level(of: .cgroupLimit) == nil)
    let full = try one(Diagnosed.memory(), group(100))
    #expect(full.kind == .cgroupLimit && full.level == .strained)
  }

  @Test func theCommitLimitCountsInOneModeOnly() throws {
    let text = Diagnosed.memory(["CommitLimit": 500_000, "Committed_AS": 490_000])
    func mode(_ number: Int) -> [String: String] {
      ["proc/sys/vm/overcommit_memory": "\(number)\n"]
    }
    let strict = try one(text, mode(2))
    #expect(strict.kind == .commitLimit && strict.level == .critical && strict.short == .limit)
    #expect(try one(text, mode(0)).level == .healthy)
    let far = Diagnosed.memory(["CommitLimit": 500_000, "Committed_AS": 400_000])
    #expect(try one(far, mode(2)).level == .healthy)
  }

  @Test func aBalloonHurtsOnlyWithStallsOrLittleLeft() throws {
    let stat = ["proc/vmstat": "balloon_inflate 150000\nballoon_deflate 50000\n"]
    let large = try one(Diagnosed.memory(), stat)
    #expect(large.level == .healthy && large.level(of: .balloon) == .healthy)
    let short = try one(Diagnosed.memory(["MemAvailable": 40_000, "MemFree": 20_000]), stat)
    #expect(short.level >= .strained && short.level(of: .balloon) == .strained)
    let small = try one(
      Diagnosed.memory(), ["proc/vmstat": "balloon_inflate 20000\nballoon_deflate 0\n"])
    #expect(small.level(of: .balloon) == nil)
  }

  @Test func theCacheOfZFSIsCache() throws {
    let text = Diagnosed.memory(["MemAvailable": 60_000, "MemFree": 50_000, "Cached": 20_000])
    let arc = "name type data\nc_min 4 102400000\nc_max 4 512000000\nsize 4 614400000\n"
    let told = try one(text, ["proc/spl/kstat/zfs/arcstats": arc])
    #expect(told.level == .healthy && told.level(of: .zfs) == .healthy)
    #expect(try one(text).level == .strained)
  }

  @Test func slabThatIsNotGivenBack() throws {
    let large = try one(Diagnosed.memory(["SUnreclaim": 300_000, "Slab": 320_000]))
    #expect(large.kind == .slabLeak && large.level == .strained)
    let small = try one(Diagnosed.memory(["SUnreclaim": 90_000, "Slab": 110_000]))
    #expect(small.level(of: .slabLeak) == nil)
  }

  @Test func theBiggestCacheIsNamed() throws {
    let slabs =
      "slabinfo - version: 2.1\nsock_inode_cache 1 1 832 19 1 : tunables 0 0 0 : slabdata 60000 60000 0\n"
    let verdict = try one(
      Diagnosed.memory(["SUnreclaim": 300_000, "Slab": 320_000]), ["proc/slabinfo": slabs])
    #expect(verdict.sentence.contains("sock_inode_cache"))
  }

  @Test(arguments: [
    ("Percpu", 60_000, 40_000), ("KernelStack", 60_000, 40_000), ("VmallocUsed", 120_000, 80_000),
  ])
  func aLineOfTheKernelsOwn(_ line: String, _ large: UInt64, _ usual: UInt64) throws {
    #expect(try one(Diagnosed.memory([line: large])).level(of: .kernelLeak) != nil)
    #expect(try one(Diagnosed.memory([line: usual])).level(of: .kernelLeak) == nil)
  }

  @Test func memoryInNoLine() throws {
    let gone = try one(
      Diagnosed.memory(["MemFree": 200_000, "Cached": 100_000, "MemAvailable": 280_000]))
    #expect(gone.level(of: .unaccountedKernel) != nil)
    #expect(try one(Diagnosed.memory()).level(of: .unaccountedKernel) == nil)
    // A line that is not told is no memory that is lost.
    let untold = try one("MemTotal: 1000000 kB\nMemFree: 200000 kB\nMemAvailable: 400000 kB\n")
    #expect(untold.level(of: .unaccountedKernel) == nil)
  }

  @Test func negativeDentries() throws {
    func state(_ count: Int) -> [String: String] {
      ["proc/sys/fs/dentry-state": "900000\t800000\t45\t0\t\(count)\t0\n"]
    }
    #expect(try one(Diagnosed.memory(), state(500_000)).level(of: .negativeDentries) == .healthy)
    #expect(try one(Diagnosed.memory(), state(100_000)).level(of: .negativeDentries) == nil)
  }

  @Test func partsOfTwoSystemsAreNotAddedUp() throws {
    let verdict = try one(
      Diagnosed.memory(["Active": 900_000, "Inactive": 900_000, "SUnreclaim": 800_000]))
    #expect(verdict.level == .healthy && verdict.level(of: .containerView) == .healthy)
    #expect(verdict.level(of: .slabLeak) == nil)
  }

  @Test func sharedMemoryWithoutSwap() throws {
    let shared: KeyValuePairs<String, UInt64?> = ["Shmem": 400_000, "MemAvailable": 200_000]
    let verdict = try one(Diagnosed.memory(shared))
    #expect(verdict.level == .strained && verdict.kind == .shmem)
    let roomy = try one(Diagnosed.memory(["Shmem": 400_000]))
    #expect(roomy.level == .healthy && roomy.level(of: .shmem) == .healthy)
    #expect(try one(Diagnosed.memory(["Shmem": 90_000])).level(of: .shmem) == nil)
  }

  @Test func segmentsThatNobodyHas() throws {
    let head =
      "key shmid perms size cpid lpid nattch uid gid cuid cgid atime dtime ctime rss swap\n"
    let verdict = try one(
      Diagnosed.memory(["Shmem": 400_000, "MemAvailable": 200_000]),
      ["proc/sysvipc/shm": head + "0 7 600 400000000 1 1 0 0 0 0 0 0 0 0 400000000 0\n"])
    #expect(verdict.sentence.contains("no process has attached"))
    #expect(
      verdict.findings[0].who.contains {
        $0.text.contains("shmid 7") && $0.text.contains("nattch 0")
      })
  }

  @Test func hugePagesThatNobodyUses() throws {
    let pool: KeyValuePairs<String, UInt64?> = [
      "HugePages_Total": 150, "HugePages_Free": 150, "HugePages_Rsvd": 0, "Hugepagesize": 2048,
      "MemAvailable": 100_000, "MemFree": 90_000, "Cached": 50_000, "AnonPages": 480_000,
    ]
    let tight = try one(Diagnosed.memory(pool))
    #expect(tight.level == .strained && tight.kind == .hugepagesUnused)
    let used = try one(
      Diagnosed.memory(["HugePages_Total": 150, "HugePages_Free": 1, "Hugepagesize": 2048]))
    #expect(used.level(of: .hugepagesUnused) == nil)
  }

  @Test func compressedSwapHasACost() throws {
    let text = Diagnosed.memory(["SwapTotal": 1_000_000, "SwapFree": 200_000])
    func zram(_ cost: Int) -> [String: String] {
      [
        "proc/swaps": "Filename\n/dev/zram0 partition 1000000 800000 100\n",
        "sys/block/zram0/mm_stat": "819200000 400000000 \(cost) 0 0 0 0 0\n",
      ]
    }
    let dear = try one(text, zram(500_000_000))
    #expect(dear.kind == .zram && dear.level == .strained)
    #expect(try one(text, zram(50_000_000)).level == .healthy)
  }

  @Test func lockedMemory() throws {
    let locked = try one(Diagnosed.memory(["Mlocked": 400_000, "MemAvailable": 200_000]))
    #expect(locked.kind == .mlocked && locked.level == .strained)
    #expect(
      try one(Diagnosed.memory(["Mlocked": 100_000, "MemAvailable": 200_000])).level(of: .mlocked)
        == nil)
  }

  @Test func pageTables() throws {
    #expect(try one(Diagnosed.memory(["PageTables": 150_000])).level(of: .pageTables) == .strained)
    #expect(try one(Diagnosed.memory(["PageTables": 40_000])).level(of: .pageTables) == nil)
  }

  @Test func aNodeThatIsFull() throws {
    func nodes(_ free: Int) -> [String: String] {
      Dictionary(
        [(0, free), (1, 300_000)].map { node, free in
          (
            "sys/devices/system/node/node\(node)/meminfo",
            "Node \(node) MemTotal: 500000 kB\nNode \(node) MemFree: \(free) kB\n"
              + "Node \(node) FilePages: 1000 kB\n"
          )
        }, uniquingKeysWith: { $1 })
    }
    #expect(try one(Diagnosed.memory(), nodes(5000)).kind == .numaNode)
    #expect(try one(Diagnosed.memory(), nodes(50_000)).level(of: .numaNode) == nil)
  }

  @Test func aZoneBelowItsReserve() throws {
    func zone(_ free: Int, cma: Int = 0) -> [String: String] {
      [
        "proc/zoneinfo":
          "Node 0, zone Normal\n  pages free \(free)\n min 6000\n low 7000\n high 8000\n"
          + " managed 250000\n nr_free_cma \(cma)\n"
      ]
    }
    let below = try one(Diagnosed.memory(), zone(3000))
    #expect(below.kind == .watermark && below.short == .zone)
    #expect(try one(Diagnosed.memory(), zone(7000)).level == .healthy)
    let movable = Diagnosed.memory(["LowTotal": 700_000, "HighTotal": 300_000])
    #expect(try one(movable, zone(9000, cma: 8000)).kind == .lowmem)
  }

  @Test func freeMemoryInPieces() throws {
    func blocks(_ counts: String) -> [String: String] {
      ["proc/buddyinfo": "Node 0, zone Normal \(counts)\n"]
    }
    let pieces = try one(Diagnosed.memory(), blocks("60000 5000 100 1 0 0 0 0 0 0 0"))
    #expect(pieces.kind == .fragmentation && pieces.short == .blocks)
    let whole = try one(Diagnosed.memory(), blocks("6000 5000 100 100 50 50 50 50 50 50 50"))
    #expect(whole.level(of: .fragmentation) == nil)
  }

  @Test func writersThatWaitForTheDisk() throws {
    func host(_ stalls: Double) -> [String: String] {
      [
        "proc/vmstat": "nr_dirty_threshold 20000\n",
        "proc/pressure/io": Diagnosed.stalls(stalls, stalls),
      ]
    }
    let text = Diagnosed.memory(["Dirty": 60_000, "Writeback": 15_000])
    #expect(try one(text, host(60)).kind == .writeback)
    #expect(try one(text, host(5)).level == .healthy)
  }

  @Test func pagesThatAreKeptOnce() throws {
    let ksm = ["sys/kernel/mm/ksm/pages_sharing": "50000\n"]
    #expect(try one(Diagnosed.memory(), ksm).level(of: .ksm) == .healthy)
    #expect(
      try one(Diagnosed.memory(), ["sys/kernel/mm/ksm/pages_sharing": "9\n"]).level(of: .ksm) == nil
    )
  }

  @Test func noSwapAndSwapThatIsFull() throws {
    let none = try one(Diagnosed.memory(["MemAvailable": 200_000]))
    #expect(none.level == .healthy && none.level(of: .noSwap) == .healthy)
    let full = try one(Diagnosed.memory(["SwapTotal": 100_000, "SwapFree": 1000]))
    #expect(full.level == .healthy && full.level(of: .swapFull) == .healthy)
  }

  @Test func oneProcessThatHoldsMostIsASuspect() throws {
    let text = Diagnosed.memory(["AnonPages": 700_000])
    let held = try one(text, Diagnosed.process(42, "api", anon: 600_000))
    #expect(held.level(of: .processLeak) == .healthy)
    #expect(
      try one(text, Diagnosed.process(42, "api", anon: 300_000)).level(of: .processLeak) == nil)
  }
}
