import LinuxKernel

/// The smallest change of `oom_score_adj` that moves a process to a wanted place in a kill order.
public enum AdjForRank {
  public enum Goal: Sendable, Equatable {
    /// Dies at this rank or earlier.
    case sacrifice(atLatest: Int)
    /// Dies at this rank or later, or never.
    case protect(atEarliest: Int)
  }

  /// Nil where no value does it.
  ///
  /// - Parameter allowed: the values that may be set; without the right to lower it, those from the
  ///   present one up.
  public static func find(
    _ goal: Goal, for pid: Int32, _ candidates: KillCandidates, _ scope: KillScope,
    allowed: ClosedRange<Int32> = OOMScoreAdj.range
  ) -> Int32? {
    guard let process = candidates.processes.first(where: { $0.pid == pid }) else { return nil }
    func meets(_ adj: Int32) -> Bool {
      var edited = candidates
      guard adj == process.adj || edited.set(adj: adj, of: pid) else { return false }
      let rank = KillOrder(edited, scope).rank(of: process.row)
      switch goal {
      case .sacrifice(let latest): return rank.map { $0 <= latest } ?? false
      case .protect(let earliest): return rank.map { $0 >= earliest } ?? true
      }
    }
    if meets(process.adj) { return process.adj }
    // The rank only falls as the value rises, so the nearest value that serves is found by halving.
    let isUp = if case .sacrifice = goal { true } else { false }
    let end = isUp ? allowed.upperBound : allowed.lowerBound
    guard isUp ? end > process.adj : end < process.adj, meets(end) else { return nil }
    var (fails, serves) = (process.adj, end)
    while abs(serves - fails) > 1 {
      let middle = (fails + serves) / 2
      if meets(middle) { serves = middle } else { fails = middle }
    }
    return serves
  }
}
