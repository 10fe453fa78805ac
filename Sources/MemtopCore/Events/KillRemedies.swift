/// What would have prevented a kill, the best first.
public struct KillRemedies: Sendable {
  public enum Remedy: Sendable, Equatable {
    /// The process that held most, and its share of the total in percent.
    case hog(TaskRow, share: Double?)
    /// The highest oom_score_adj that makes the kernel choose another.
    case adj(Int, next: TaskRow)
    case raiseLimit(of: String)
    case setLimit
    case addSwap
    case moreSwap
    case addMemory
  }

  public let all: [Remedy]

  public init(_ facts: PostMortem) {
    let isCgroup = facts.kill.scope == .cgroup
    var all: [Remedy] = []
    if let hog = Self.largest(facts.candidates) {
      let held = Double(hog.rss) + Double(hog.swap)
      all.append(.hog(hog, share: facts.total.map { held * 100 / Double(max($0, 1)) }))
    }
    if let spared = Self.adj(facts) { all.append(spared) }
    if let group = facts.kill.report.limitCgroup {
      all.append(.raiseLimit(of: group))
    } else if facts.kill.scope == .host {
      all.append(.setLimit)
    }
    if facts.swap?.limit == 0 {
      all.append(.addSwap)
    } else if facts.isSwapFull == true {
      all.append(.moreSwap)
    }
    if !isCgroup, facts.kill.scope != nil { all.append(.addMemory) }
    self.all = all
  }

  private static func largest(_ candidates: [PostMortem.Candidate]) -> TaskRow? {
    candidates.map(\.row).max { one, other in
      Double(one.rss) + Double(one.swap) < Double(other.rss) + Double(other.swap)
    }
  }

  /// Only where the victim was chosen by its badness.
  private static func adj(_ facts: PostMortem) -> Remedy? {
    switch facts.finding {
    case .highest(.some), .tie: break
    default: return nil
    }
    guard let total = facts.total, total >= 1000, facts.candidates.count > 1,
      let first = facts.candidates[0].badness, let second = facts.candidates[1].badness
    else { return nil }
    let step = Int64(min(total, 1 << 55) / 1000)
    let value = Int64(facts.candidates[0].row.oomScoreAdj) - (first - second) / step - 1
    return value > -1000 ? .adj(Int(value), next: facts.candidates[1].row) : nil
  }
}
