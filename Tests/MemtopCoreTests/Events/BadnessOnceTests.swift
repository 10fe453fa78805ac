import LinuxKernel
import Testing

@testable import MemtopCore

/// Prediction and post-mortem score by the same rules, whatever the kernel.
@Suite struct BadnessOnceTests {
  static let releases = [
    "2.6.39", "3.10.0", "3.10.0-1160.el7.x86_64", "3.14.0", "4.4.60", "4.9.0", "4.15.1", "4.17.0",
    "4.19.0", "5.1.0", "5.4.6", "5.9.2", "5.10.262", "6.1.176", "6.2.0", "6.18.2", "7.0.0",
    "7.2.12",
  ]

  /// Pages resident, swapped out and of page tables, adj, and whether root owns it.
  static let processes: [(rss: UInt64, swap: UInt64, ptes: UInt64, adj: Int, isRoot: Bool)] = [
    (100_000, 0, 200, 0, true), (100_000, 0, 200, 0, false), (5_000, 90_000, 300, 0, true),
    (50_000, 0, 100, 500, false), (400_000, 1_000, 900, -500, false), (10, 0, 4, -300, true),
    (1 << 60, 1 << 60, 1 << 60, 1000, false), (0, 0, 0, 0, true), (90, 1, 1, -999, false),
  ]

  private func line(
    _ process: (rss: UInt64, swap: UInt64, ptes: UInt64, adj: Int, isRoot: Bool),
    _ pid: Int
  ) -> String {
    "[ \(pid)] \(process.isRoot ? 0 : 1000) \(pid) 900000 \(process.rss) \(process.ptes) "
      + "\(process.swap) \(process.adj) p\(pid)\n"
  }

  @Test(arguments: releases) func bothScoreAlike(_ release: String) throws {
    var text = "p invoked oom-killer: gfp_mask=0x0, order=0, oom_score_adj=0\n"
    text += "CPU: 0 PID: 1 Comm: p Not tainted \(release) #1\n"
    text += "1000000 pages RAM\n0 pages reserved\nTotal swap = 0kB\n"
    text += "[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name\n"
    for (place, process) in Self.processes.enumerated() { text += line(process, 100 + place) }
    text +=
      "Out of memory: Killed process 100 (p100) total-vm:3600000kB, anon-rss:4kB, file-rss:0kB\n"
    let kill = try #require(ReadLog(text).kills.first)
    #expect(kill.report.release == release)
    let facts = PostMortem(kill)
    let total = try #require(facts.total)
    let rules = KillRules(release: release)
    for (place, process) in Self.processes.enumerated() {
      let candidate = try #require(facts.candidates.first { $0.row.pid == Int32(100 + place) })
      var terms = KillTerms()
      terms.anon = KillTerms.pages(process.rss)
      terms.swap = KillTerms.pages(process.swap)
      terms.pageTables = KillTerms.pages(process.ptes)
      let live = terms.completed(
        adj: Int32(process.adj), total: Int64(total), administers: process.isRoot, rules)
      #expect(candidate.badness == live.badness)
    }
  }

  @Test func vanilla310SparesRootAShareOfTheTotal() throws {
    let rules = KillRules(release: "3.10.0")
    var terms = KillTerms()
    terms.anon = 100_000
    #expect(terms.completed(adj: 0, total: 1_000_000, administers: true, rules).badness == 70_000)
  }
}
