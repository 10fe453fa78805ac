import LinuxKernel

/// Goes down a ranking and finds who dies with each choice.
struct KillSets {
  private let candidates: KillCandidates
  private let ranking: [RankedCandidate]
  private let scope: KillScope
  private var isDead: [Bool]
  /// Rows of one memory, where there is more than one.
  private var sharers: [Int32: [Int32]] = [:]
  /// The highest group that dies together, by group number.
  private(set) var together: [String?] = []
  /// In order of rank.
  private(set) var steps: [KillStep] = []
  /// The rows of those that die with a choice, one choice's after another's.
  private(set) var others: [Int32] = []
  private var members: [String: [Int32]] = [:]
  private var places: [Int32: Int] = [:]
  private var children: [Int32: [Int32]] = [:]

  init(
    _ candidates: KillCandidates, _ inside: KillMembers, _ ranking: [RankedCandidate],
    _ scope: KillScope
  ) {
    self.candidates = candidates
    self.ranking = ranking
    self.scope = scope
    isDead = [Bool](repeating: false, count: candidates.processes.count)
    for process in candidates.processes where process.memory != process.row {
      sharers[process.memory, default: [process.memory]].append(process.row)
    }
    readGroups(inside)
    if candidates.rules.sacrificesChildren {
      for (place, ranked) in ranking.enumerated() { places[ranked.row] = place }
      for process in candidates.processes {
        children[process.parent, default: []].append(process.row)
      }
    }
  }

  private mutating func readGroups(_ inside: KillMembers) {
    guard candidates.rules.killsGroups, !candidates.facts.groupsKilledTogether.isEmpty else {
      return
    }
    together = candidates.groups.map { path in
      CgroupPath.upwards(from: path).prefix { scope.holds($0.utf8) }
        .last { candidates.facts.groupsKilledTogether.contains($0) }
    }
    for process in candidates.processes where inside.includesGroup(of: process) {
      guard process.group >= 0, let name = together[Int(process.group)] else { continue }
      members[name, default: []].append(process.row)
    }
  }

  mutating func takeAll() {
    steps.reserveCapacity(ranking.count)
    for place in ranking.indices {
      while !isDead[Int(ranking[place].row)] { take(sacrifice(for: place)) }
    }
  }

  /// The place of the worst child, where the rules want one and there is one with its own memory.
  private func sacrifice(for place: Int) -> Int {
    guard candidates.rules.sacrificesChildren else { return place }
    let parent = candidates.processes[Int(ranking[place].row)]
    var worst: Int?
    for row in children[parent.pid] ?? [] where !isDead[Int(row)] {
      guard candidates.processes[Int(row)].memory != parent.memory, let child = places[row] else {
        continue
      }
      if worst.map({ ranking[child].badness > ranking[$0].badness }) ?? true { worst = child }
    }
    return worst ?? place
  }

  private mutating func take(_ place: Int) {
    let chosen = ranking[place].row
    let process = candidates.processes[Int(chosen)]
    let group = process.group >= 0 && !together.isEmpty ? together[Int(process.group)] : nil
    steps.append(KillStep(place: Int32(place), firstOther: Int32(others.count)))
    end(chosen, with: chosen)
    for row in group.flatMap({ members[$0] }) ?? [] where candidates.processes[Int(row)].adj > -1000
    {
      end(row, with: chosen)
    }
  }

  /// Ends a process and all that live in its memory, which comes back once.
  private mutating func end(_ row: Int32, with chosen: Int32) {
    let process = candidates.processes[Int(row)]
    guard !isDead[Int(row)], !isSpared(row) else { return }
    // Most live alone: nothing is allocated for them.
    if let sharers = sharers[process.memory] {
      for other in sharers where !isSpared(other) { fell(other, with: chosen) }
    } else {
      fell(row, with: chosen)
    }
    let step = steps.count - 1
    steps[step].freedMemory = steps[step].freedMemory
      .addingSaturated(process.sizes.anon + process.sizes.pageTables)
    steps[step].freedSwap = steps[step].freedSwap.addingSaturated(process.sizes.swap)
  }

  private mutating func fell(_ row: Int32, with chosen: Int32) {
    isDead[Int(row)] = true
    if row != chosen { others.append(row) }
  }

  /// A signal does not end these.
  private func isSpared(_ row: Int32) -> Bool {
    switch candidates.processes[Int(row)].immunity {
    case .initProcess, .kernelThread, .noMemory: true
    case nil, .adj, .passedOver, .vforkChild, .unreadable: false
    }
  }
}
