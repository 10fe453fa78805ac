import Testing

@testable import MemtopCore

/// The kernel's choices, computed again from what its reports say.
@Suite struct PostMortemTests {
  @Test(arguments: CapturedLog.names)
  func everyCapturedChoiceFollowsFromItsTable(name: String) throws {
    for kill in ReadLog(try CapturedLog.bytes(name)).kills {
      let facts = PostMortem(kill)
      switch facts.finding {
      case .highest, .tie: #expect(facts.rank == 1 && facts.total != nil)
      case .groupMember: #expect(name.contains("oom-group"))
      case .allocatingTask: #expect(name == "6.1-allocating-task.log")
      case .noTable: #expect(name == "6.1-no-table.log")
      default: Issue.record("\(name): pid \(kill.victim.pid): \(facts.finding)")
      }
    }
  }

  @Test(arguments: CapturedLog.names)
  func theAdjThatSparesAProcessDoesNotMoreThanThat(name: String) throws {
    for kill in ReadLog(try CapturedLog.bytes(name)).kills {
      let facts = PostMortem(kill)
      for remedy in KillRemedies(facts).all {
        guard case .adj(let adj, let next) = remedy, let total = facts.total else { continue }
        let first = facts.candidates[0]
        let step = Int64(total / 1000)
        let base = try #require(first.badness) - Int64(first.row.oomScoreAdj) * step
        let other = try #require(facts.candidates[1].badness)
        #expect(facts.candidates[1].row == next)
        #expect(base + Int64(adj) * step < other)
        #expect(base + Int64(adj + 1) * step >= other)
      }
    }
  }

  @Test func aCpusetsTotalIsTheMemoryOfItsNodesAndSwap() throws {
    let kill = try #require(ReadLog(try CapturedLog.bytes("6.1-cpuset.log")).kills.first)
    let facts = PostMortem(kill)
    #expect(facts.nodes?.description == "1")
    #expect(facts.total == (261_980 + 98_300) / 4)
    #expect(facts.swapOfTotal == .told)
  }

  @Test(
    arguments: [
      ("CPUSET", "nodemask=(null)", "0", 8000), ("MEMORY_POLICY", "nodemask=1", "0-1", 5000),
      ("MEMORY_POLICY", "nodemask=(null)", "0-1", nil), ("CPUSET", "nodemask=(null)", "7", nil),
    ] as [(String, String, String, UInt64?)])
  func withoutTheNodesThereIsNoTotal(
    _ constraint: String, _ mask: String, _ allowed: String, _ pages: UInt64?
  ) throws {
    let text = """
      a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
      CPU: 0 PID: 12 Comm: a Not tainted 6.1.0-50-amd64 #1
      Mem-Info:
      Node 0 DMA free:4kB min:4kB present:8000kB managed:7000kB
      Node 0 Normal free:4kB min:4kB present:16000kB managed:7000kB
      Node 1 Normal free:4kB min:4kB present:12000kB managed:7000kB
      Total swap = 8000kB
      90000 pages RAM
      0 pages reserved
      [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
      [     12]     0    12       10        4     4096        0             0 v
      oom-kill:constraint=CONSTRAINT_\(constraint),\(mask),cpuset=/,mems_allowed=\(allowed),\
      global_oom,task_memcg=/,task=v,pid=12,uid=0
      Out of memory: Killed process 12 (v) total-vm:40kB, anon-rss:4kB

      """
    let kill = try #require(ReadLog(text).kills.first)
    #expect(PostMortem(kill).total == pages)
  }

  private func kill(
    _ rows: [String], release: String = "6.1.0-50-amd64", limit: String = "limit 4000kB",
    victim: Int = 12, choice: String = ""
  ) throws -> KernelKill {
    let text = """
      a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
      CPU: 0 PID: 12 Comm: a Not tainted \(release) #1
      memory: usage 4000kB, \(limit), failcnt 1
      swap: usage 0kB, limit 0kB, failcnt 0
      Memory cgroup stats for /t:
      [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
      \(rows.map { "[ \($0)" }.joined(separator: "\n"))
      \(choice)
      Memory cgroup out of memory: Killed process \(victim) (v) total-vm:40kB, anon-rss:4kB

      """
    return try #require(ReadLog(text).kills.first)
  }

  /// pid, adj and pages of memory; user 7 unless it is root's.
  private func row(_ pid: Int, _ adj: Int, _ pages: Int, uid: Int = 7) -> String {
    "\(pid)] \(uid) \(pid) 10 \(pages - 2) 4096 1 \(adj) n\(pid)"
  }

  @Test(
    arguments: [
      ("4.4.60", [11, 12]), ("4.19.0", [11, 12]), ("5.2.1", [11, 12]), ("5.3.18-150300", [12, 11]),
      ("6.1.0", [12, 11]), ("7.2.12+deb13-amd64", [12, 11]), ("unknown", [12, 11]),
    ] as [(String, [Int32])])
  func ofEqualsVersionsTakeTheFirstOrTheLast(release: String, order: [Int32]) throws {
    let facts = PostMortem(try kill([row(11, 0, 50), row(12, 0, 50)], release: release))
    #expect(facts.candidates.map(\.row.pid) == order)
    #expect(facts.finding == (order[0] == 12 ? .tie : .equal))
  }

  @Test(
    arguments: [
      ("4.4.60", 97), ("4.16.1", 97), ("4.17.0", 100), ("6.1.0", 100),
    ] as [(String, Int64)])
  func rootHadADiscount(release: String, badness: Int64) throws {
    let facts = PostMortem(try kill([row(12, 0, 100, uid: 0)], release: release))
    #expect(facts.candidates.map(\.badness) == [badness])
    #expect(facts.finding == .highest(lead: nil))
  }

  @Test(arguments: [("5.8.9", 1), ("5.9.0", -400)] as [(String, Int64)])
  func pointsMayBeNegative(release: String, badness: Int64) throws {
    let facts = PostMortem(try kill([row(12, -500, 100)], release: release))
    #expect(facts.total == 1000)
    #expect(facts.candidates.map(\.badness) == [badness])
  }

  @Test func someAreNeverChosen() throws {
    let facts = PostMortem(try kill([row(11, -1000, 900), row(12, -999, 10), row(13, 0, 9)]))
    #expect(facts.candidates.map(\.row.pid) == [13, 12, 11])
    #expect(facts.candidates.last?.badness == nil)
    #expect(facts.finding == .rank(2))
    #expect(facts.isSwapFull == false)
  }

  @Test func theReasonIsNamed() throws {
    #expect(PostMortem(try kill([row(11, 0, 10)])).finding == .notInTable)
    #expect(PostMortem(try kill([])).finding == .noTable)
    let child = try kill(
      [row(11, 0, 50), row(12, 0, 10)], release: "4.4.60",
      choice: "Memory cgroup out of memory: Kill process 11 (n11) score 9 or sacrifice child")
    #expect(PostMortem(child).finding == .child(of: 11))
  }

  @Test func aGroupWithoutALimitOfSwapHasAtLeastItsLimit() throws {
    let text = """
      a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
      memory: usage 4000kB, limit 4000kB, failcnt 1
      memory+swap: usage 4000kB, limit 9007199254740988kB, failcnt 0
      Memory cgroup stats for /t:
      [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
      [ \(row(11, 0, 400))
      [ \(row(12, 500, 10))
      Memory cgroup out of memory: Killed process 12 (v) total-vm:40kB, anon-rss:4kB

      """
    let facts = PostMortem(try #require(ReadLog(text).kills.first))
    #expect(facts.total == 1000 && facts.swapOfTotal == .unknown)
    #expect(facts.finding == .highest(lead: 110))
    #expect(facts.swap?.used == 0 && facts.swap?.limit == nil)
  }

  @Test func remediesComeInOrder() throws {
    let facts = PostMortem(try kill([row(11, 0, 40), row(12, 0, 100)]))
    #expect(facts.finding == .highest(lead: 60))
    // A tenth of the total is no reason for a shortage.
    #expect(
      KillRemedies(facts).all == [
        .adj(-61, next: facts.candidates[1].row), .raiseLimit(of: "/t"), .allowSwap(of: "/t"),
      ])
    let large = PostMortem(try kill([row(11, 0, 40), row(12, 0, 600)]))
    let row = large.candidates[0].row
    let hog = KillRemedies.Hog(pid: row.tgid, name: row.name, pages: row.rss + row.swap)
    guard case .hog(let told, let share?)? = KillRemedies(large).all.first else {
      Issue.record("the hog is not named")
      return
    }
    #expect(told == hog && share > 50 && share < 100)
  }

  @Test func theLineOfTheKillCountsWhereItSaysMoreThanAnyRow() throws {
    let log = ReadLog(
      """
      a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
      400000 pages RAM
      0 pages reserved
      Total swap = 0kB
      [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
      [     11]     0    11     4000     3456     4096        0             0 bystander
      [     12]     0    12   225000     2000     4096        0             0 v
      Out of memory: Killed process 12 (v) total-vm:900000kB, anon-rss:875928kB, file-rss:0kB, \
      shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0

      """)
    let facts = PostMortem(try #require(log.kills.first))
    guard case .hog(let hog, let share?)? = KillRemedies(facts).all.first else {
      Issue.record("the victim is not named")
      return
    }
    #expect(hog.pid == 12 && hog.pages == 875_928 / 4 && share > 54 && share < 55)
  }

  @Test func whoHeldMostIsNotSaidOfTheVictimAlone() throws {
    let log = ReadLog(
      "Out of memory: Killed process 12 (v) total-vm:900000kB, anon-rss:875928kB, file-rss:0kB\n")
    for remedy in KillRemedies(PostMortem(try #require(log.kills.first))).all {
      if case .hog = remedy { Issue.record("others may have held more") }
    }
  }

  @Test func aKillThatSomebodyAskedForNeedsNoRemedy() throws {
    let log = ReadLog(
      """
      kworker/0:1 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0
      Out of memory: Killed process 12 (v) total-vm:8kB, anon-rss:4kB, file-rss:0kB

      """)
    let kill = try #require(log.kills.first)
    #expect(KillRemedies(PostMortem(kill)).all.isEmpty)
    let text = KillExplanation(kill, LogClock()).document.lines.joined()
    #expect(text.contains("somebody asked for it"))
    #expect(!text.contains("no memory left"))
  }

  @Test func fullNodesAreNamedAndMoreMemoryIsNotAdvised() throws {
    let log = ReadLog(
      """
      java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
      Node 0 Normal free:1160kB min:1164kB low:1300kB high:1400kB present:261980kB managed:183928kB
      Node 1 Normal free:100160kB min:1164kB low:1300kB high:1400kB present:261980kB managed:183928kB
      oom-kill:constraint=CONSTRAINT_CPUSET,nodemask=(null),cpuset=a,mems_allowed=0,global_oom,\
      task_memcg=/,task=v,pid=12,uid=0
      Out of memory: Killed process 12 (v) total-vm:8kB, anon-rss:4kB, file-rss:0kB

      """)
    let kill = try #require(log.kills.first)
    let text = KillExplanation(kill, LogClock()).document.lines
      .joined(separator: "\n")
    #expect(text.contains("no memory left on node 0, the only one that a cpuset allows"))
    #expect(text.contains("Free elsewhere: node 1 Normal 97.8M"))
    #expect(!text.contains("more memory"))
  }

  @Test func absurdNumbersDoNotOverflow() throws {
    let huge = "18446744073709551615"
    let facts = PostMortem(
      try kill(
        ["12] 0 12 \(huge) \(huge) \(huge) \(huge) 1000 n", "13] 0 13 1 \(huge) 1 1 -999 n"],
        limit: "limit 9007199254740988kB"))
    #expect(facts.candidates.count == 2)
    #expect(KillRemedies(facts).all.count >= 2)
  }
}
