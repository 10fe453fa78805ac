/// What would have prevented a kill, the best first.
struct KillRemedies: Sendable {
  enum Remedy: Sendable, Equatable {
    /// The process that held most, and its share of the total in percent.
    case hog(Hog, share: Double?)
    /// The highest oom_score_adj that makes the kernel choose another.
    case adj(Int, next: TaskRow)
    case raiseLimit(of: String)
    case setLimit
    /// Only some nodes were full: memory that is bound to fewer, or a wider cpuset or policy.
    case widenNodes
    case addSwap
    /// The group may use no swap.
    case allowSwap(of: String?)
    case moreSwap
    /// Memory was free, in pieces too small for the request.
    case largerBlocks
    /// Zones that the request could not use had memory free.
    case widerZone(than: ReportedZone.Kind)
    case addMemory
  }

  /// Who held most, from the table or the line of the kill.
  struct Hog: Sendable, Equatable {
    let pid: Int32
    let name: String
    /// Resident and swapped out. Unit: pages.
    let pages: UInt64
  }

  /// A smaller share is no reason for a shortage. Unit: percent.
  private static let leastShare = 20.0
  /// Where the total is not known: more than all other rows together.
  private static let leastShareOfRows = 50.0

  let all: [Remedy]

  init(_ facts: PostMortem) {
    // Whoever presses the key gets a kill, whether memory is short or not.
    guard facts.kill.report.invocation?.isSysRq != true else {
      all = []
      return
    }
    var all: [Remedy] = []
    if let hog = Self.hog(facts) { all.append(hog) }
    if let spared = Self.adj(facts) { all.append(spared) }
    if let group = facts.kill.report.limitCgroup {
      all.append(.raiseLimit(of: group))
    } else if facts.kill.scope == .host {
      all.append(.setLimit)
    }
    if facts.kill.scope == .cpuset || facts.kill.scope == .memoryPolicy { all.append(.widenNodes) }
    if facts.swap?.limit == 0 {
      all.append(
        facts.kill.scope == .cgroup ? .allowSwap(of: facts.kill.report.limitCgroup) : .addSwap)
    } else if facts.isSwapFull == true {
      all.append(.moreSwap)
    }
    if facts.kill.scope == .host { all.append(Self.memory(facts.shortage)) }
    self.all = all
  }

  /// What more memory would be good for, or has to be in place of it.
  private static func memory(_ shortage: KillShortage) -> Remedy {
    if case .isInPieces = shortage.finding { return .largerBlocks }
    if let bound = shortage.bound, shortage.finding == .isFull,
      shortage.others.contains(where: { $0.free > $0.min.addingSaturated($0.min) })
    {
      return .widerZone(than: bound)
    }
    return .addMemory
  }

  /// Who held so much that it may be the reason; nil where nobody did, or it is not known of whom.
  ///
  /// A report of nodes does not say on which of them a process had its memory: it has no share there.
  private static func hog(_ facts: PostMortem) -> Remedy? {
    let rows = facts.candidates.map { $0.row.rss.addingSaturated($0.row.swap) }
    guard let hog = largest(facts) else { return nil }
    if let total = facts.total, facts.nodes == nil {
      let share = Double(hog.pages) * 100 / Double(max(total, 1))
      guard share >= leastShare else { return nil }
      // More than all there is was counted more than once: no share is true.
      if share <= 100 { return .hog(hog, share: share) }
    } else {
      let others = rows.reduce(0 as UInt64) { $0.addingSaturated($1) }
      let share = Double(hog.pages) * 100 / Double(max(others, hog.pages, 1))
      guard share >= leastShareOfRows else { return nil }
    }
    // Of one row alone nobody can say that it is the largest.
    return rows.count > 1 ? .hog(hog, share: nil) : nil
  }

  /// The largest row, or the victim where its own line says more than any row.
  private static func largest(_ facts: PostMortem) -> Hog? {
    let rows = facts.candidates.map { candidate in
      Hog(
        pid: candidate.row.tgid, name: candidate.row.name,
        pages: candidate.row.rss.addingSaturated(candidate.row.swap))
    }
    let victim = facts.kill.victim
    let resident = [victim.rssAnon, victim.rssFile, victim.rssShmem].compactMap(\.self)
      .reduce(0 as UInt64) { $0.addingSaturated($1) }
    let own = Hog(
      pid: victim.pid, name: victim.name,
      pages: (resident / facts.pageSize).addingSaturated(facts.kill.row?.swap ?? 0))
    let most = rows.max { $0.pages < $1.pages }
    guard own.pages > 0, own.pages > most?.pages ?? 0 else { return most }
    return own
  }

  /// Only where the victim was chosen by its badness.
  private static func adj(_ facts: PostMortem) -> Remedy? {
    switch facts.finding {
    case .highest(.some), .tie: break
    default: return nil
    }
    guard let total = facts.total, total >= 1000, facts.swapOfTotal == .told,
      facts.candidates.count > 1,
      let first = facts.candidates[0].badness, let second = facts.candidates[1].badness
    else { return nil }
    let step = Int64(min(total, 1 << 55) / 1000)
    let value = Int64(facts.candidates[0].row.oomScoreAdj) - (first - second) / step - 1
    return value > -1000 ? .adj(Int(value), next: facts.candidates[1].row) : nil
  }
}
