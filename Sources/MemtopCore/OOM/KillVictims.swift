/// The killer's steps in order, written out one by one: a host has ten thousand, of which a screen
/// shows a few.
public struct KillVictims: RandomAccessCollection, Sendable {
  private let candidates: KillCandidates
  private let total: Int64
  private let ranking: [RankedCandidate]
  private let steps: [KillStep]
  private let others: [Int32]
  private let together: [String?]

  init(
    _ candidates: KillCandidates, total: Int64, _ ranking: [RankedCandidate],
    _ sets: borrowing KillSets
  ) {
    self.candidates = candidates
    self.total = total
    self.ranking = ranking
    steps = sets.steps
    others = sets.others
    together = sets.together
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { steps.count }

  public subscript(index: Int) -> KillVictim {
    let step = steps[index]
    let ranked = ranking[Int(step.place)]
    let process = candidates.processes[Int(ranked.row)]
    let end = index + 1 < steps.count ? Int(steps[index + 1].firstOther) : others.count
    return KillVictim(
      rank: index + 1, row: ranked.row, alsoKilled: others[Int(step.firstOther)..<end],
      terms: process.completed(total: total, candidates.rules), uncertainty: ranked.uncertainty,
      freedMemory: step.freedMemory, freedSwap: step.freedSwap,
      group: process.group >= 0 && !together.isEmpty ? together[Int(process.group)] : nil,
      place: Int(step.place))
  }
}

/// One choice of the killer and all that die by it.
public struct KillVictim: Sendable {
  /// From 1.
  public let rank: Int
  /// The row of the process that is chosen.
  public let row: Int32
  /// The rows of those that die with it: they live in its memory, or their group dies together.
  public let alsoKilled: ArraySlice<Int32>
  public let terms: KillTerms
  /// How far the killer's numbers may be from these. Unit: pages. Nil where that is not known.
  public let uncertainty: Int64?
  /// Memory that comes back at most: anonymous pages and page tables. Unit: pages.
  public let freedMemory: Int64
  /// Unit: pages.
  public let freedSwap: Int64
  /// The group that dies together, as `/proc/PID/cgroup` names it.
  public let group: String?
  /// Its place in the ranking.
  let place: Int

  public var badness: Int64 { terms.badness }
}

/// What is kept of a choice.
struct KillStep: Sendable {
  /// In the ranking.
  let place: Int32
  /// Where those that die with it begin in the list of all such; the next choice's begin at their end.
  let firstOther: Int32
  /// Unit: pages.
  var freedMemory: Int64 = 0
  /// Unit: pages.
  var freedSwap: Int64 = 0
}
