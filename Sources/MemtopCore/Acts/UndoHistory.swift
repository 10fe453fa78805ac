import LinuxKernel

/// One applied change of `oom_score_adj`, as what would put it back.
public struct UndoStep: Sendable, Equatable {
  /// From the value that was written to the one that was there before it.
  public fileprivate(set) var edits: [AdjEdit]

  /// Nil when nothing was done, or what was there before is not known.
  public init?(_ outcomes: [AdjOutcome]) {
    edits = outcomes.compactMap { outcome in
      guard outcome.isDone, let before = outcome.before else { return nil }
      return AdjEdit(
        process: outcome.process, name: outcome.name, old: outcome.requested, new: before)
    }
    if edits.isEmpty { return nil }
  }
}

/// The changes of `oom_score_adj` that were applied, newest last.
public struct UndoHistory: Sendable, Equatable {
  /// How many steps are kept; the oldest is dropped.
  public static let limit = 100

  public private(set) var steps: [UndoStep] = []

  public init() {}

  /// What undo would put back now.
  public var next: UndoStep? { steps.last }

  /// Remembers what of a change was done.
  public mutating func remember(_ outcomes: [AdjOutcome]) {
    guard let step = UndoStep(outcomes) else { return }
    if steps.count == Self.limit { steps.removeFirst() }
    steps.append(step)
  }

  /// Takes the newest step's edits off the history once they were tried: what was refused stays, to be
  /// tried again with more rights.
  public mutating func settle(_ outcomes: [AdjOutcome]) {
    guard var step = steps.popLast() else { return }
    let refused = outcomes.filter { if case .refused = $0.result { true } else { false } }
    step.edits.removeAll { edit in !refused.contains { $0.process == edit.process } }
    if !step.edits.isEmpty { steps.append(step) }
  }
}
