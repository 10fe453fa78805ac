import LinuxKernel
import Testing

@testable import MemtopCore

/// What a change of `oom_score_adj` would do.
@Suite struct WhatIfTests {
  /// A thousandth of this host is 262 pages.
  private func host() -> VictimHost {
    let host = VictimHost("7.2.0")
    host.add(10, pages: 9000)
    host.add(11, pages: 5000)
    host.add(12, pages: 1000)
    return host
  }

  @Test func aChangeMovesOneProcess() throws {
    var (candidates, scope) = try host().candidates()
    #expect(VictimHost.text(KillOrder(candidates, scope), candidates) == ["10", "11", "12"])
    let steps: [(pid: Int32, adj: Int32, order: [String])] = [
      (12, 100, ["12", "10", "11"]), (10, -1000, ["12", "11"]), (10, 0, ["12", "10", "11"]),
    ]
    for step in steps {
      let isSet = candidates.set(adj: step.adj, of: step.pid)
      #expect(isSet)
      #expect(VictimHost.text(KillOrder(candidates, scope), candidates) == step.order)
    }
  }

  @Test func whoNeverDiesIsNotMoved() throws {
    var (candidates, _) = try host().candidates()
    let isSet = [1, 99].map { candidates.set(adj: 1000, of: $0) }
    #expect(isSet == [false, false])
  }

  @Test(
    arguments: [
      (.sacrifice(atLatest: 1), 12, 31), (.sacrifice(atLatest: 2), 12, 16),
      (.sacrifice(atLatest: 3), 12, 0), (.protect(atEarliest: 2), 10, -16),
      (.protect(atEarliest: 3), 10, -31), (.protect(atEarliest: 4), 10, -1000),
      (.sacrifice(atLatest: 1), 1, nil), (.sacrifice(atLatest: 1), 99, nil),
    ] as [(AdjForRank.Goal, Int32, Int32?)])
  func theSmallestChangeThatServes(_ goal: AdjForRank.Goal, _ pid: Int32, _ adj: Int32?) throws {
    let (candidates, scope) = try host().candidates()
    #expect(AdjForRank.find(goal, for: pid, candidates, scope) == adj)
  }

  @Test func withoutTheRightToLowerNothingProtects() throws {
    let (candidates, scope) = try host().candidates()
    #expect(
      AdjForRank.find(.protect(atEarliest: 2), for: 10, candidates, scope, allowed: 0...1000) == nil
    )
  }
}
