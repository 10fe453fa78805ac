import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// What takes more than one sample.
@Suite struct DiagnosisWatchTests {
  /// A host whose process `api` holds so much at each second.
  private func host(_ held: UInt64, swap: UInt64 = 0, swapTotal: UInt64 = 0) -> [String: String] {
    var files = Diagnosed.process(42, "api", anon: held, swap: swap)
    files["proc/meminfo"] = Diagnosed.memory([
      "MemAvailable": 800_000 - held, "MemFree": 700_000 - held, "AnonPages": held,
      "Cached": 100_000, "SwapTotal": swapTotal, "SwapFree": swapTotal - swap,
    ])
    return files
  }

  @Test func aStraightGrowthIsALeakAndItsEndIsForetold() throws {
    let verdict = try Diagnosed.series(60) { host(200_000 + UInt64($0) * 1000) }
    #expect(verdict.kind == .processLeak && verdict.level == .strained && verdict.short == .soon)
    let forecast = try #require(verdict.forecast.first)
    // 541,000 kB are left at 1000 kB a second.
    #expect(abs(forecast.seconds - 541) < 30)
    #expect(forecast.band.contains(forecast.seconds))
  }

  @Test func aLeakThatIsSwappedOutIsStillOne() throws {
    let verdict = try Diagnosed.series(60) {
      host(200_000, swap: 10_000 + UInt64($0) * 2000, swapTotal: 400_000)
    }
    #expect(verdict.level(of: .processLeak) == .strained)
  }

  @Test func aCycleIsNone() throws {
    let verdicts = try Diagnosed.levels(80) { host(200_000 + UInt64($0 % 20) * 10_000) }
    for verdict in verdicts {
      #expect(verdict.level == .healthy)
      #expect(verdict.level(of: .processLeak) == nil)
    }
    #expect(verdicts.last?.forecast.isEmpty == true)
  }

  @Test func aWarmUpThatEndsIsNone() throws {
    let verdict = try Diagnosed.series(80) { host(200_000 + UInt64(min($0, 40)) * 5000) }
    #expect(verdict.level == .healthy && verdict.level(of: .processLeak) == nil)
    #expect(verdict.forecast.isEmpty)
  }

  /// It stands still for longer than it ever did on its way; a leak that takes steps does not.
  @Test func aWarmUpIsNotCalledALeakWhileItEnds() throws {
    for verdict in try Diagnosed.levels(60, { host(200_000 + UInt64(min($0, 26)) * 5000) }) {
      #expect(verdict.level(of: .processLeak) == nil)
    }
    let steps = try Diagnosed.levels(70) { host(200_000 + UInt64($0 / 4) * 4000) }
    for verdict in steps[40...] { #expect(verdict.level(of: .processLeak) == .strained) }
  }

  /// What makes a strained host worse is named at once, and its level waits until it is believed.
  @Test func whatMakesItWorseIsNamedAtOnce() throws {
    let verdicts = try Diagnosed.levels(40) { second in
      let isThrashing = second >= 20
      return [
        "proc/meminfo": Diagnosed.memory(["MemAvailable": isThrashing ? 300_000 : 90_000]),
        "proc/pressure/memory": isThrashing ? Diagnosed.stalls(94, 56) : Diagnosed.stalls(0, 0),
        "proc/vmstat":
          "pgscan_kswapd \(second * 9000)\npgscan_direct 0\nworkingset_refault_file "
          + "\(max(0, second - 19) * 1500)\npswpin 0\npswpout 0\n",
      ]
    }
    #expect(verdicts[19].level == .strained && verdicts[19].kind == .shortage)
    let named = try #require(verdicts.firstIndex { $0.kind == .thrash })
    let believed = try #require(verdicts.firstIndex { $0.level == .critical })
    #expect((20...30).contains(named) && named < believed)
    #expect(verdicts[39].level == .critical && verdicts[39].kind == .thrash)
    for verdict in verdicts { #expect(verdict.kind != .unknown) }
  }

  @Test func aZoneThatDipsForAMomentIsNoTrouble() throws {
    func zone(_ isBelow: Bool) -> [String: String] {
      [
        "proc/meminfo": Diagnosed.memory(),
        "proc/zoneinfo":
          "Node 0, zone Normal\n  pages free \(isBelow ? 5000 : 7000)\n min 6000\n low 7000\n "
          + "high 8000\n managed 250000\n",
      ]
    }
    let dips = try Diagnosed.levels(40) { zone(10...12 ~= $0 || 20...22 ~= $0) }
    for verdict in dips { #expect(verdict.level == .healthy) }
    let stays = try Diagnosed.levels(40) { zone($0 >= 10) }
    #expect(stays.last?.kind == .watermark)
    #expect(stays.prefix(14).allSatisfy { $0.level == .healthy })
    // Where it was so from the start, nothing tells that it is a moment only.
    let always = try Diagnosed.levels(20) { _ in zone(true) }
    for verdict in always { #expect(verdict.kind == .watermark) }
  }

  @Test func aLevelHoldsBeforeItChanges() throws {
    let verdicts = try Diagnosed.levels(60) { second in
      // One sample of want, then ten that swing around the limit.
      let available: UInt64 =
        second == 10 || second > 20 && second < 31 && second % 2 == 0 ? 60_000 : 400_000
      return [
        "proc/meminfo": Diagnosed.memory([
          "MemAvailable": available, "SwapTotal": 900_000, "SwapFree": 900_000,
        ])
      ]
    }
    #expect(verdicts[11].level == .healthy)
    let levels = verdicts.map(\.level)
    #expect(zip(levels, levels.dropFirst()).count { $0 != $1 } <= 2)
  }

  @Test func whatIsOverIsTold() throws {
    let verdicts = try Diagnosed.levels(60) { second in
      ["proc/meminfo": Diagnosed.memory(["MemAvailable": second < 20 ? 40_000 : 500_000])]
    }
    #expect(verdicts[18].level == .critical)
    #expect(verdicts[24].level == .critical)
    #expect(verdicts[59].level == .healthy && verdicts[59].level(of: .recovering) == .healthy)
  }

  @Test func thrashTakesPagesThatComeBack() throws {
    func stat(_ second: Int, _ refaults: Int) -> [String: String] {
      [
        "proc/meminfo": Diagnosed.memory(),
        "proc/pressure/memory": Diagnosed.stalls(60, 30),
        "proc/vmstat":
          "pgscan_kswapd \(second * 9000)\npgscan_direct 0\n"
          + "workingset_refault_file \(second * refaults)\npswpin 0\npswpout 0\n",
      ]
    }
    #expect(try Diagnosed.series(20) { stat($0, 1500) }.kind == .thrash)
    // Streaming: kswapd works, and nothing comes back.
    let streaming = try Diagnosed.levels(20) { stat($0, 0) }
    #expect(streaming.last?.level == .healthy)
    #expect(streaming.allSatisfy { $0.level(of: .thrash) == nil || $0.level == .strained })
  }

  @Test(arguments: [(activated: 0, majorFaults: 3), (activated: 40, majorFaults: 400)])
  func aFileThatIsStreamedAgainIsNoThrash(activated: Int, majorFaults: Int) throws {
    let verdict = try Diagnosed.series(30) {
      readAgain($0, activated: activated, majorFaults: majorFaults)
    }
    #expect(verdict.level == .healthy && verdict.level(of: .thrash) == nil)
  }

  @Test(arguments: [(activated: 300, majorFaults: 3), (activated: 0, majorFaults: 1500)])
  func pagesThatARoomierCacheWouldKeepAre(activated: Int, majorFaults: Int) throws {
    let verdict = try Diagnosed.series(30) {
      readAgain($0, activated: activated, majorFaults: majorFaults)
    }
    #expect(verdict.level == .strained && verdict.kind == .thrash)
  }

  /// 1500 pages of files come back each second, and kswapd is at work.
  private func readAgain(_ second: Int, activated: Int, majorFaults: Int) -> [String: String] {
    [
      "proc/meminfo": Diagnosed.memory(),
      "proc/pressure/memory": Diagnosed.stalls(53, 29),
      "proc/vmstat":
        "pgscan_kswapd \(second * 17000)\npgscan_direct 0\npswpin 0\npswpout 0\n"
        + "workingset_refault_anon 0\nworkingset_refault_file \(second * 1500)\n"
        + "workingset_activate_file \(second * activated)\npgmajfault \(second * majorFaults)\n",
    ]
  }

  /// Swap on a slow disk: the share of stalls falls while tasks hardly do anything but read pages back.
  @Test(arguments: [(nil, true), (5, true), (0.4, false)] as [(Double?, Bool)])
  func swappedPagesThatComeBackForLongAreThrash(some: Double?, isThrash: Bool) throws {
    let verdict = try Diagnosed.series(30) { second in
      var files = [
        "proc/meminfo": Diagnosed.memory([
          "MemAvailable": 60_000, "SwapTotal": 900_000, "SwapFree": 500_000,
        ]),
        "proc/vmstat":
          "pswpin \(second * 500)\npswpout \(second / 9 * 900)\npgmajfault \(second * 500)\n"
          + "workingset_refault_anon \(second * 500)\nworkingset_refault_file 0\n",
      ]
      files["proc/pressure/memory"] = some.map { Diagnosed.stalls($0, $0 / 2) }
      return files
    }
    #expect(verdict.level(of: .thrash) == (isThrash ? .strained : nil))
  }

  /// Where stalls are not told, files that come back by faults tell it, if little is available.
  @Test(arguments: [(200_000, true), (500_000, false)])
  func filesThatComeBackAreThrashWithoutStalls(available: Int, isThrash: Bool) throws {
    let verdict = try Diagnosed.series(30) { second in
      var files = readAgain(second, activated: 0, majorFaults: 1500)
      files["proc/pressure/memory"] = nil
      files["proc/meminfo"] = Diagnosed.memory(["MemAvailable": UInt64(available)])
      return files
    }
    #expect(verdict.level(of: .thrash) == (isThrash ? .strained : nil))
  }

  /// Version 1 of old kernels tells no refaults of a group and no stalls: faults from the disk tell them.
  @Test(arguments: [(400, true), (0, false)])
  func aGroupOfVersion1AtItsLimit(majorFaults: Int, isAtLimit: Bool) throws {
    let verdict = try Diagnosed.series(30) { second in
      let group = "sys/fs/cgroup/memory/job/memory."
      return [
        "proc/meminfo": Diagnosed.memory(),
        "proc/self/mountinfo": "30 20 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n",
        group + "limit_in_bytes": "100000000\n", group + "usage_in_bytes": "99990000\n",
        group + "failcnt": "\(second * 300)\n",
        group + "stat": "cache 40000000\nrss 59000000\ninactive_file 35000000\n"
          + "total_inactive_file 35000000\ntotal_pgmajfault \(second * majorFaults)\n",
      ]
    }
    #expect(verdict.level(of: .cgroupLimit) == (isAtLimit ? .strained : nil))
  }

  @Test func swapBothWaysWithRefaultsStrainsWithoutPressure() throws {
    let verdict = try Diagnosed.series(20) { second in
      [
        "proc/meminfo": Diagnosed.memory(["SwapTotal": 900_000, "SwapFree": 500_000]),
        "proc/vmstat":
          "pswpin \(second * 900)\npswpout \(second * 900)\n"
          + "workingset_refault_anon \(second * 900)\n",
      ]
    }
    #expect(verdict.kind == .thrash && verdict.level == .strained)
    #expect(verdict.level(of: .swapAvoidable) == .healthy)
  }

  @Test func aKillIsTold() throws {
    let verdict = try Diagnosed.series(10) { second in
      var files = second < 5 ? Diagnosed.process(42, "hog", anon: 300_000) : [:]
      files.merge(Diagnosed.process(43, "other", anon: 9000)) { $1 }
      files["proc/meminfo"] = Diagnosed.memory()
      files["proc/vmstat"] = "oom_kill \(second < 5 ? 7 : 8)\n"
      return files
    }
    let kill = try #require(verdict.findings.first { $0.kind == .oomKill })
    #expect(kill.sentence.contains("hog (42)") && kill.level == .healthy)
  }

  @Test func processesThatBecomeMany() throws {
    let verdict = try Diagnosed.series(30) { second in
      var files = ["proc/meminfo": Diagnosed.memory(["MemAvailable": 200_000])]
      for pid in 0...second {
        files.merge(Diagnosed.process(100 + pid, "worker", anon: 9000)) { $1 }
      }
      return files
    }
    #expect(verdict.level(of: .processCount) == .strained)
    #expect(
      verdict.findings.first { $0.kind == .processCount }?.who[0].text.contains("worker") == true)
  }

  @Test func slabThatGrows() throws {
    let verdict = try Diagnosed.series(50) { second in
      ["proc/meminfo": Diagnosed.memory(["SUnreclaim": 20_000 + UInt64(second) * 1000])]
    }
    #expect(verdict.level(of: .slabLeak) == .strained)
  }

  /// Inodes of many files bring slab along that is not given back.
  @Test func cachesOfFilesThatGrowAreNoLeak() throws {
    let verdict = try Diagnosed.series(50) { second in
      [
        "proc/meminfo": Diagnosed.memory([
          "SUnreclaim": 20_000 + UInt64(second) * 400,
          "SReclaimable": 20_000 + UInt64(second) * 3000,
        ])
      ]
    }
    #expect(verdict.level == .healthy && verdict.level(of: .slabLeak) == nil)
  }

  @Test func aThresholdCanBeChanged() throws {
    var thresholds = DiagnosisThresholds.standard
    let taken = [("available-strained", 80.0), ("no-such", 1), ("available-strained", -1)]
      .map { thresholds.set($0.0, to: $0.1) }
    #expect(taken == [true, false, false])
    let verdict = try Diagnosed.series(1, thresholds: thresholds) { _ in
      ["proc/meminfo": Diagnosed.memory()]
    }
    #expect(verdict.level == .strained)
  }

  @Test func namesAreUnique() {
    let ids = DiagnosisRule.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    let names = DiagnosisThreshold.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(DiagnosisRule.all.flatMap(\.kinds)).count == DiagnosisKind.allCases.count - 5)
  }

  /// Pages that come back to a group at its limit, with and without some of the host's own.
  @Test(arguments: [
    (UInt64(0), DiagnosisLevel?.none), (UInt64(400), DiagnosisLevel?.some(.strained)),
  ])
  func whatComesBackToAGroupAtItsLimitIsNotTheHosts(own: UInt64, level: DiagnosisLevel?) throws {
    let verdict = try Diagnosed.series(30) { second in
      let time = UInt64(second)
      let group = "sys/fs/cgroup/job/memory."
      return [
        "proc/meminfo": Diagnosed.memory(),
        "proc/self/mountinfo": "30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
        // Of the stalls a part is left after the group's are taken off.
        "proc/pressure/memory":
          "some avg10=30.00 avg60=20.00 avg300=5.00 total=\(time)\n"
          + "full avg10=12.00 avg60=9.00 avg300=2.00 total=\(time)\n",
        "proc/vmstat": "workingset_refault_file \(time * (5000 + own))\n",
        group + "max": "67108864\n", group + "high": "max\n", group + "current": "67000000\n",
        group + "stat": "anon 66000000\nworkingset_refault_file \(time * 5000)\n",
        group + "events": "max \(time * 100)\noom_kill 0\n",
        group + "pressure":
          "some avg10=15.00 avg60=9.00 avg300=2.00 total=\(time)\n"
          + "full avg10=12.00 avg60=9.00 avg300=2.00 total=\(time)\n",
      ]
    }
    #expect(verdict.level(of: .cgroupLimit) == .strained)
    #expect(verdict.level(of: .thrash) == level)
  }
}
