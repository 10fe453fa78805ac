import MemtopCore

@testable import MemtopUI

/// What comes back of deeds that are done at once.
extension Message {
  static func adjusted(_ outcomes: [AdjOutcome], undoes: Bool = false) -> Message {
    let edits = outcomes.map {
      AdjEdit(process: $0.process, name: $0.name, old: $0.before, new: $0.requested)
    }
    return .carriedOut(.adj(edits, undoes: undoes), DeedOutcome(outcomes, undoes: undoes))
  }

  static func signalled(_ outcomes: [SignalOutcome]) -> Message {
    .carriedOut(
      .signal(outcomes.map(\.process), outcomes[0].signal), DeedOutcome(outcomes))
  }
}
