/// Whom the killer takes, one after another, until nothing is left that it can take.
public struct KillOrder: Sendable {
  public let scope: KillScope
  public let victims: KillVictims
  /// By row of the sample's process table; 0 where there is none.
  private let ranks: [Int32]
  /// Everyone who can be chosen, by badness: what the killer compares.
  let ranking: [RankedCandidate]
  private let widest: Int64
  /// What can still go to swap in this scope. Unit: pages.
  private let swapLeft: Int64
  /// How many of the scope are never chosen, and why.
  public let immune: [Immunity: Int]
  /// Rows of the scope that were chosen already: until their memory is gone nobody else is.
  let awaited: [Int32]

  public init(_ candidates: KillCandidates, _ scope: KillScope) {
    self.scope = scope
    let members = KillMembers(candidates, scope)
    let rules = candidates.rules
    swapLeft = candidates.swapLeft(scope)
    var immune: [Immunity: Int] = [:]
    var awaited: [Int32] = []
    var ranking: [RankedCandidate] = []
    if scope.group == nil { ranking.reserveCapacity(candidates.processes.count) }
    for process in candidates.processes where members.includes(process) {
      if process.isAwaited { awaited.append(process.row) }
      guard let badness = process.badness(total: scope.totalPages, rules) else {
        if let why = process.immunity { immune[why, default: 0] += 1 }
        continue
      }
      ranking.append(
        RankedCandidate(
          process, badness: badness,
          uncertainty: rules.uncertainty(
            threads: process.threads, processors: candidates.facts.processors,
            hasKillersCounter: process.hasKillersCounter),
          groupOrder: members.order(process.group)))
    }
    self.immune = immune
    self.awaited = awaited
    let youngestFirst = rules.tie == .youngest
    ranking.sort { $0.dies(before: $1, youngestFirst: youngestFirst) }
    self.ranking = ranking
    widest = ranking.reduce(0) { max($0, $1.uncertainty ?? 0) }
    var sets = KillSets(candidates, members, ranking, scope)
    sets.takeAll()
    victims = KillVictims(candidates, total: scope.totalPages, ranking, sets)
    var ranks = [Int32](repeating: 0, count: candidates.processes.count)
    for victim in victims {
      ranks[Int(victim.row)] = Int32(victim.rank)
      for row in victim.alsoKilled { ranks[Int(row)] = Int32(victim.rank) }
    }
    self.ranks = ranks
  }

  /// The rank of a row of the sample's process table; who dies along with a victim has its rank. Nil
  /// for who is never killed.
  public func rank(of row: Int32) -> Int? {
    ranks[Int(row)] > 0 ? Int(ranks[Int(row)]) : nil
  }

  /// The ranks a victim can have for all that is known: its own alone where the counters are exact,
  /// since the kernel breaks ties by age.
  public func possibleRanks(of victim: KillVictim) -> ClosedRange<Int> {
    guard victim.uncertainty != 0 else { return victim.rank...victim.rank }
    let ranks = tied(with: victim).compactMap { rank(of: $0) } + [victim.rank]
    return (ranks.min() ?? victim.rank)...(ranks.max() ?? victim.rank)
  }

  /// Rows that could be chosen in a victim's place, for all that is known: their badness is equal to
  /// its, or the uncertainties of both reach across the difference. The nearest come first.
  public func tied(with victim: KillVictim, limit: Int = 100) -> [Int32] {
    let own = ranking[victim.place]
    if own.isTakenFirst { return [] }
    let excluded = Set(victim.alsoKilled)
    var rows: [Int32] = []
    var before = victim.place - 1
    var after = victim.place + 1
    func distance(_ place: Int) -> Int64? {
      guard ranking.indices.contains(place), !ranking[place].isTakenFirst
      else { return nil }
      let distance = abs(ranking[place].badness - own.badness)
      return distance <= (own.uncertainty ?? 0) + widest ? distance : nil
    }
    while rows.count < limit {
      let place: Int
      switch (distance(before), distance(after)) {
      case (nil, nil): return rows
      case (let left?, let right?) where left <= right:
        (place, before) = (before, before - 1)
      case (_?, nil): (place, before) = (before, before - 1)
      default: (place, after) = (after, after + 1)
      }
      let other = ranking[place]
      let band = (own.uncertainty ?? 0) + (other.uncertainty ?? 0)
      if abs(other.badness - own.badness) <= band, !excluded.contains(other.row) {
        rows.append(other.row)
      }
    }
    return rows
  }
}

/// What the killer compares of one process.
struct RankedCandidate: Sendable {
  let row: Int32
  let pid: Int32
  let badness: Int64
  let startTime: UInt64
  let groupOrder: Int32
  /// There are thousands of these, and no counter is off by more.
  private let doubt: Int32?
  let isTakenFirst: Bool

  init(_ process: KillCandidate, badness: Int64, uncertainty: Int64?, groupOrder: Int32) {
    row = process.row
    pid = process.pid
    self.badness = badness
    startTime = process.startTime
    self.groupOrder = groupOrder
    doubt = uncertainty.map { Int32(clamping: $0) }
    isTakenFirst = process.isTakenFirst
  }

  /// Unit: pages.
  var uncertainty: Int64? { doubt.map { Int64($0) } }

  func dies(before other: Self, youngestFirst: Bool) -> Bool {
    if isTakenFirst != other.isTakenFirst { return isTakenFirst }
    if !isTakenFirst, badness != other.badness { return badness > other.badness }
    let isLater =
      (groupOrder, startTime, pid) > (other.groupOrder, other.startTime, other.pid)
    return isLater == youngestFirst
  }
}

extension KillOrder {
  /// What its numbers do not show, a sentence each. Only the kernel's list of tasks tells it.
  ///
  /// - Parameter name: what a row is called, already made visible.
  public func notes(name: (Int32) -> String) -> [String] {
    var notes = awaited.map {
      "\(name($0)) was chosen already: nobody else is until its memory is gone"
    }
    notes += ranking.prefix { $0.isTakenFirst }.map {
      "\(name($0.row)) goes before all others: \(Self.takenFirst)"
    }
    return notes + shmemNotes(name: name)
  }

  /// What is left of a victim's badness when its shmem has gone to swap: the kernel counts that for
  /// nobody there, unlike anonymous memory. Unit: pages. Nil where it has none, or no swap is free.
  public func badnessWhenSwapped(_ victim: KillVictim) -> Int64? {
    let going = min(victim.terms.shmem, swapLeft)
    return going > 0 ? victim.badness - going : nil
  }

  /// Those among the first whose rank depends on where their shmem is.
  private func shmemNotes(name: (Int32) -> String) -> [String] {
    let first = victims.prefix(Self.looked)
    let falling = first.filter { victim in
      guard let fallen = badnessWhenSwapped(victim), victim.rank < victims.count else {
        return false
      }
      return fallen < victims[victim.rank].badness
    }
    return falling.prefix(Self.named).map { victim in
      "\(name(victim.row)) holds shmem: its badness falls to "
        + "\(badnessWhenSwapped(victim) ?? 0) pages when it is swapped"
    }
  }

  /// Of so many victims it is said.
  private static let looked = 10
  private static let named = 3

  /// Why one is taken before all others.
  static let takenFirst = "it turns swap off, or takes merged pages apart"
}
