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

/// The changes that were applied, newest last.
public struct UndoHistory: Sendable, Equatable {
  /// One of them, as what would take it back.
  public enum Entry: Sendable, Equatable {
    case adj(UndoStep)
    case deed(Deed)
  }

  /// How many are kept; the oldest is dropped.
  public static let limit = 100

  public private(set) var entries: [Entry] = []

  public init() {}

  /// What undo would take back now.
  public var last: Entry? { entries.last }

  /// The same where it is a change of `oom_score_adj`.
  public var next: UndoStep? {
    if case .adj(let step)? = last { step } else { nil }
  }

  /// Remembers what of a change was done.
  public mutating func remember(_ outcomes: [AdjOutcome]) {
    if let step = UndoStep(outcomes) { remember(.adj(step)) }
  }

  /// Remembers what takes a deed back; one that was itself what takes the newest back goes with it once it
  /// is done.
  public mutating func take(_ deed: Deed, _ outcome: DeedOutcome) {
    if last == .deed(deed) {
      if outcome.isDone { entries.removeLast() }
    } else if let undo = outcome.undo {
      remember(.deed(undo))
    }
  }

  private mutating func remember(_ entry: Entry) {
    if entries.count == Self.limit { entries.removeFirst() }
    entries.append(entry)
  }

  /// Takes the newest step's edits off the history once they were tried: what was refused stays, to be
  /// tried again with more rights.
  public mutating func settle(_ outcomes: [AdjOutcome]) {
    guard case .adj(var step)? = entries.popLast() else { return }
    let refused = outcomes.filter { if case .refused = $0.result { true } else { false } }
    step.edits.removeAll { edit in !refused.contains { $0.process == edit.process } }
    if !step.edits.isEmpty { entries.append(.adj(step)) }
  }
}
