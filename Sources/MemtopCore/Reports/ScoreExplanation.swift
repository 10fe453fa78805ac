import LinuxKernel

/// Why a process has its place in the kernel's kill order.
public struct ScoreExplanation: Sendable, Equatable {
  public let rules: KillRules
  public let adj: Int32
  /// Nil where it can be chosen.
  public let immunity: Immunity?
  /// It goes before all others, whatever its terms.
  public let isTakenFirst: Bool
  /// The kernel's own `oom_score`; nil where it could not be read.
  let kernelScore: Int64?
  /// The `oom_score` that follows from the terms; nil where that cannot be told.
  let derivedScore: Int64?
  /// The host, then the limited groups on the process's path, the one that runs out first ahead.
  public let scopes: [ScoredScope]
  /// Whether all were compared that the kernel compares.
  public let view: ProcessView
  /// Nil where they are not known.
  public let limits: CgroupPathLimits?

  /// Nil where the process came after the picture was taken.
  ///
  /// - Parameters:
  ///   - group: the process's own; only where the picture is about it are its limits known.
  ///   - name: what a process is called, already made visible.
  public init?(
    _ process: ProcessID, in group: String?, _ picture: KillPicture, _ model: Model,
    name: (ProcessID) -> String
  ) {
    let candidates = picture.candidates
    guard let candidate = picture.candidate(process) else { return nil }
    func scored(_ order: KillOrder, _ facts: KillFacts) -> ScoredScope {
      ScoredScope(candidate, candidates, facts, order) { name(picture.id($0)) }
    }
    rules = candidates.rules
    adj = candidate.adj
    view = picture.view
    immunity = candidate.immunity
    isTakenFirst = candidate.isTakenFirst
    kernelScore = candidate.oomScore.map(Int64.init)
    derivedScore = candidates.oomScore(Int(candidate.row))
    var scopes = picture.host.map { [scored($0, candidates.facts)] } ?? []
    limits = group == candidates.facts.groupAskedFor ? candidates.facts.limits : nil
    let binding = limits?.binding
    let others = limits?.limited.filter { $0 != binding } ?? []
    for level in (binding.map { [$0] } ?? []) + others {
      var facts = candidates.facts
      facts.group = level.memory
      let scope = KillScope.group(
        level.group, level.memory, swap: model.sample.memInfo.value?[.swapTotal] ?? 0,
        swappiness: facts.sysctls.swappiness, pageSize: model.facts.pageSize, candidates.rules)
      scopes.append(scored(KillOrder(candidates, scope), facts))
    }
    self.scopes = scopes
  }

  /// The kernel's score less the one derived; nil where there are not both.
  var scoreDifference: Int64? {
    guard let kernelScore, let derivedScore else { return nil }
    return kernelScore - derivedScore
  }
}

/// What a process's terms make of it when one scope runs out of memory.
public struct ScoredScope: Sendable, Equatable {
  /// Another process in the order.
  public struct Other: Sendable, Equatable {
    public let pid: Int32
    /// Already made visible.
    public let name: String
    /// Nil where it dies with another.
    public let rank: Int?
  }

  public let scope: KillScope
  public let terms: KillTerms
  /// Nil where it is never chosen, and outside the scope.
  public let rank: Int?
  /// How many processes can be chosen.
  public let candidates: Int
  /// In whose memory or group it dies, where another is chosen for it.
  let diesWith: Other?
  /// How many die with it.
  public let alsoKilled: Int
  /// Who could be chosen in its place for all that is known; the nearest few.
  public let tied: [Other]
  /// How many these are; 100 stands for more.
  let tiedCount: Int
  /// How far the killer's numbers may be from these. Unit: pages. Nil where that is not known.
  public let uncertainty: Int64?
  /// What comes of it where the kernel does not simply choose.
  public let warning: String?

  /// How many of those tied are named.
  private static let named = 3

  init(
    _ process: KillCandidate, _ candidates: KillCandidates, _ facts: KillFacts, _ order: KillOrder,
    _ name: (Int32) -> String
  ) {
    func other(_ row: Int32) -> Other {
      Other(
        pid: candidates.processes[Int(row)].pid, name: name(row), rank: order.rank(of: row))
    }
    scope = order.scope
    terms = process.completed(total: order.scope.totalPages, candidates.rules)
    rank = order.rank(of: process.row)
    self.candidates = order.ranking.count
    warning = KillPolicy.outcome(facts, order.scope).warning
    let victim = rank.map { order.victims[$0 - 1] }
    diesWith = victim.flatMap { $0.row == process.row ? nil : other($0.row) }
    let isChosen = victim?.row == process.row
    alsoKilled = isChosen ? victim?.alsoKilled.count ?? 0 : 0
    uncertainty = candidates.rules.uncertainty(
      threads: process.threads, processors: candidates.facts.processors,
      hasKillersCounter: process.hasKillersCounter)
    let rows = isChosen ? victim.map { order.tied(with: $0) } ?? [] : []
    tiedCount = rows.count
    tied = rows.prefix(Self.named).map(other)
  }
}
