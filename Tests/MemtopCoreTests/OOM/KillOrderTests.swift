import LinuxKernel
import Testing

@testable import MemtopCore

/// Who dies, in which order and with whom.
@Suite struct KillOrderTests {
  @Test func theLargestFirstAndTheAdjustmentCounts() throws {
    let host = VictimHost("6.1.0")
    host.add(10, pages: 500)
    host.add(11, pages: 900)
    host.add(12, pages: 100, adj: 10)
    host.add(13, pages: 5000, adj: -1000)
    host.add(14, pages: 5000, adj: -999)
    #expect(try host.order() == ["12", "11", "10", "14"])
  }

  @Test func whoCanNeverDie() throws {
    let host = VictimHost("6.1.0")
    host.add(2, pages: 0, flags: 0x20_8040, hasMemory: false)
    host.add(10, pages: 500, adj: -1000)
    host.add(11, pages: 0, state: "Z", hasMemory: false)
    host.add(12, pages: 900, score: 0)
    host.add(13, pages: 10, score: 666)
    let (candidates, scope) = try host.candidates()
    #expect(
      candidates.processes.map(\.immunity) == [
        .initProcess, .kernelThread, .adj, .noMemory, .passedOver, nil,
      ])
    #expect(VictimHost.text(KillOrder(candidates, scope), candidates) == ["13"])
  }

  @Test func whoIsTakenFirstGoesBeforeAllWhateverItsAdj() throws {
    let host = VictimHost("6.1.0")
    host.add(10, pages: 500)
    host.add(11, pages: 900)
    host.add(12, pages: 5, adj: -1000)
    var (candidates, scope, _) = try host.read { sample in
      sample.processes.rows[3].take(isTakenFirst: true, isAwaited: false)
    }
    func order() -> KillOrder { KillOrder(candidates, scope) }
    #expect(VictimHost.text(order(), candidates) == ["12", "11", "10"])
    #expect(order().tied(with: order().victims[0]).isEmpty)
    #expect(order().possibleRanks(of: order().victims[1]) == 2...2)
    #expect(
      order().notes { "row \($0)" } == [
        "row 3 goes before all others: it turns swap off, or takes merged pages apart"
      ])
    candidates.set(adj: -1000, of: 11)
    candidates.set(adj: -1000, of: 12)
    #expect(VictimHost.text(order(), candidates) == ["12", "10"])
  }

  @Test func whoWasChosenAlreadyIsWaitedFor() throws {
    let host = VictimHost("6.1.0")
    host.add(10, pages: 500, group: "/a")
    host.add(11, pages: 900, group: "/b")
    let (candidates, scope, _) = try host.read { sample in
      sample.processes.rows[2].take(isTakenFirst: false, isAwaited: true)
    }
    #expect(
      KillOrder(candidates, scope).notes { "row \($0)" } == [
        "row 2 was chosen already: nobody else is until its memory is gone"
      ])
    let other = KillScope(group: "/a", totalPages: scope.totalPages)
    #expect(KillOrder(candidates, other).notes { "row \($0)" }.isEmpty)
  }

  @Test func aContainersFirstProcessCanDie() throws {
    let host = VictimHost("6.1.0")
    host.add(1, pages: 50, score: 666)
    #expect(try host.order() == ["1"])
  }

  @Test(arguments: [
    ("5.2.0", ["10", "11", "12"]), ("5.4.0", ["12", "11", "10"]), ("7.2.0", ["12", "11", "10"]),
  ])
  func equalsDieInTheKernelsOrder(_ release: String, _ order: [String]) throws {
    let host = VictimHost(release)
    for pid in [11, 10, 12] { host.add(pid, pages: 500, parent: 1, start: pid / 2) }
    #expect(try host.order() == order)
  }

  @Test func inAGroupTheLaterSubgroupCounts() throws {
    let host = VictimHost("6.1.0", ["sys/fs/cgroup/g/memory.max": "4096000\n"])
    host.add(20, pages: 90, start: 1, group: "/g/old")
    host.add(21, pages: 90, start: 5, group: "/g/new")
    host.add(22, pages: 90, start: 9, group: "/g/old")
    host.add(23, pages: 90, start: 99, group: "/g")
    host.add(24, pages: 900, group: "/other")
    #expect(try host.order("/g") == ["21", "22", "20", "23"])
  }

  @Test func thoseInOneMemoryDieTogether() throws {
    let host = VictimHost("6.1.0")
    host.add(10, pages: 500)
    host.add(11, pages: 500, parent: 10)
    host.add(12, pages: 500)
    host.add(13, pages: 800)
    #expect(try host.order() == ["13", "12", "11+10"])
    let (candidates, scope) = try host.candidates()
    let pair = try #require(KillOrder(candidates, scope).victims.last)
    #expect(pair.freedMemory == 504)
    #expect(KillOrder(candidates, scope).rank(of: pair.alsoKilled[0]) == 3)
  }

  @Test func aKernelThatIsAskedDecidesWhoShares() throws {
    let host = VictimHost("6.1.0")
    for pid in [10, 11, 12] { host.add(pid, pages: 500, parent: pid == 11 ? 10 : 1) }
    let answers: [(MemorySharing.Answer, [Int32])] = [
      (.cannotTell, [11]), (.shared, [11, 12]), (.apart, []),
    ]
    for (answer, expected) in answers {
      let processes = try host.candidates(sharing: answer).0.processes
      #expect(processes.filter { $0.memory != $0.row }.map(\.pid) == expected)
    }
  }

  /// A process at work and its child in one memory: each was read a moment after the other.
  @Test func theKernelIsAskedAboutAChildOfNearlyItsParentsSize() throws {
    let host = VictimHost("6.1.0")
    host.add(10, pages: 500)
    host.add(11, pages: 503, parent: 10)
    host.add(12, pages: 499, parent: 11)
    host.add(13, pages: 499, parent: 11)
    host.add(14, pages: 500, adj: 5, parent: 10)
    host.add(15, pages: 501)
    host.write("proc/15/statm", "20000 501 0 0 0 0 0\n")
    let answers: [(MemorySharing.Answer, [Int32: Int32])] = [
      (.shared, [11: 10, 12: 10, 13: 10]), (.apart, [:]), (.cannotTell, [:]),
    ]
    for (answer, expected) in answers {
      let candidates = try host.candidates(sharing: answer).0
      #expect(candidates.facts.sharers == expected)
    }
  }

  @Test func aGroupDiesTogetherButForThoseWithTheLowestAdjustment() throws {
    let host = VictimHost("6.1.0", ["sys/fs/cgroup/g/memory.oom.group": "1\n"])
    host.add(10, pages: 500, group: "/g/a")
    host.add(11, pages: 100, group: "/g/b")
    host.add(12, pages: 100, adj: -1000, group: "/g/b")
    host.add(13, pages: 300, group: "/h")
    #expect(try host.order() == ["10+11", "13"])
  }

  @Test func oldKernelsHaveNoGroups() throws {
    let host = VictimHost("4.18.0", ["sys/fs/cgroup/g/memory.oom.group": "1\n"])
    host.add(10, pages: 500, group: "/g/a")
    host.add(11, pages: 100, group: "/g/b")
    #expect(try host.order() == ["10", "11"])
  }

  @Test func beforeKernel51TheWorstChildDiesFirst() throws {
    for (release, order) in [("5.0.0", ["12", "11", "10"]), ("5.1.0", ["10", "12", "11"])] {
      let host = VictimHost(release)
      host.add(10, pages: 900)
      host.add(11, pages: 100, parent: 10)
      host.add(12, pages: 200, parent: 10)
      #expect(try host.order() == order)
    }
  }

  @Test func theKillersCounterCountsAndTheRestIsDrift() throws {
    let host = VictimHost("6.12.0")
    host.add(10, pages: 500, stat: 470)
    host.add(11, pages: 480)
    let (candidates, scope) = try host.candidates()
    let order = KillOrder(candidates, scope)
    #expect(VictimHost.text(order, candidates) == ["11", "10"])
    #expect(order.victims[1].terms.drift == -30)
    #expect(order.victims[1].badness == 474)
    #expect(order.tied(with: order.victims[0]) == [order.victims[1].row])
    let exact = VictimHost("7.0.0")
    exact.add(10, pages: 500, stat: 470)
    exact.add(11, pages: 480)
    #expect(try exact.order() == ["10", "11"])
    let (others, all) = try exact.candidates()
    let certain = KillOrder(others, all)
    #expect(certain.tied(with: certain.victims[0]).isEmpty)
  }

  @Test(
    arguments: [
      ("6.12.0", 1, -20), ("6.12.0", 2, -20), ("6.12.0", 40, -52), ("7.0.0", 1, 0),
      ("6.1.0", 1, 0),
    ])
  func processorsCountSwapInBatches(
    _ release: String, _ processors: Int, _ drift: Int64
  ) throws {
    let lines = (0..<processors).map { "cpu\($0) 1\n" }.joined()
    let host = VictimHost(release, ["proc/stat": "cpu  1\n" + lines])
    host.add(10, pages: 500, swap: 5012)
    let (candidates, scope) = try host.candidates()
    let victim = try #require(KillOrder(candidates, scope).victims.first)
    #expect(victim.terms.drift == drift)
    #expect(victim.badness == 500 + 4 + 5012 + drift)
  }

  @Test func aZombieLeadersThreadsCount() throws {
    let host = VictimHost("6.1.0")
    host.add(10, pages: 0, state: "Z", threads: 3, hasMemory: false)
    host.write(
      "proc/10/task/12/stat",
      "12 (p) S 1 1 1 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 3 0 100 4096 700 0\n")
    host.write(
      "proc/10/task/12/status",
      "RssAnon:\t2800 kB\nRssFile:\t0 kB\nRssShmem:\t0 kB\nVmPTE:\t16 kB\nVmSwap:\t0 kB\n")
    host.add(11, pages: 300)
    let (candidates, scope) = try host.candidates()
    let order = KillOrder(candidates, scope)
    #expect(VictimHost.text(order, candidates) == ["10", "11"])
    #expect(order.victims[0].badness == 704)
  }

  @Test func aVforkChildWithoutAScoreIsToldByItsParent() throws {
    let host = VictimHost("6.1.0")
    host.add(10, pages: 500, state: "D")
    host.add(11, pages: 500, parent: 10)
    let (candidates, _) = try host.candidates()
    #expect(candidates.processes.map(\.immunity) == [.initProcess, nil, .vforkChild])
  }

  @Test func whatCannotBeReadIsNotRanked() throws {
    let host = VictimHost("6.1.0")
    host.add(10, pages: 500)
    host.write("proc/11/stat", "11 (p) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 4096 9 0\n")
    let (candidates, scope) = try host.candidates()
    #expect(candidates.processes.map(\.immunity) == [.initProcess, nil, .unreadable])
    #expect(VictimHost.text(KillOrder(candidates, scope), candidates) == ["10"])
  }
}
