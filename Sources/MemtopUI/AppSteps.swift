import LinuxKernel
import MemtopCore

/// Stepping `oom_score_adj` on the row: preview, apply, drop.
extension App {
  /// Moves the value of the process under the cursor, or of the tagged ones; several edits that wait
  /// add up.
  mutating func step(by change: Int32) -> [Effect] {
    guard step?.isWriting != true else { return [] }
    let targets = targets
    guard !targets.isEmpty else {
      notes.add("there is no process to change")
      return []
    }
    if selection.process == nil { selection.process = id(atLine: selection.cursor) }
    if var step {
      let hasJoined = step.move(targets, by: change)
      self.step = step
      return hasJoined ? [.hold(step.rows.map(\.process))] : []
    }
    let effects = self.change { $0.step = AdjStep(rows: targets, shift: change) }
    return [.hold(targets.map(\.process))] + effects
  }

  /// Previews one new value of a process that is held.
  mutating func preview(_ new: Int32, for process: HeldProcess) -> [Effect] {
    change { $0.step = AdjStep(process, new: new) }
  }

  mutating func applyStep() -> [Effect] {
    guard var step, !step.isWriting else { return [] }
    guard step.held != nil else {
      step.appliesWhenHeld = true
      self.step = step
      return []
    }
    let edits = step.edits
    guard edits.contains(where: { !$0.isUnchanged }) else {
      notes.add("nothing would change")
      return dropStep()
    }
    step.isWriting = true
    self.step = step
    return [.adjust(edits)]
  }

  /// Forgets the preview; nothing was written.
  mutating func dropStep() -> [Effect] {
    guard let step, !step.isWriting else { return [] }
    self.step = nil
    return [.release]
  }

  mutating func tookHold(_ found: [HeldProcess]) -> [Effect] {
    guard var step, step.held == nil else { return [] }
    let gone = step.rows.count { row in
      !found.contains { $0.process == row.process && $0.isThere }
    }
    step.take(found)
    self.step = step
    if step.rows.isEmpty {
      notes.add(gone == 1 ? "the process is gone" : "the processes are gone")
      return dropStep()
    }
    if gone > 0 { notes.add("\(gone) of the tagged processes are gone and left out") }
    return step.appliesWhenHeld ? applyStep() : []
  }

  /// Remembers what was done for undo, and says it.
  mutating func tookOutcomes(_ outcomes: [AdjOutcome]) -> [Effect] {
    let isUndo = dialog is UndoPrompt
    if isUndo { undo.settle(outcomes) } else { undo.remember(outcomes) }
    var effects = record(
      outcomes.compactMap { AdjChange($0, isUndo: isUndo) }.map(ActRecord.adj))
    if outcomes.count == 1 {
      notes.add(outcomes[0].line)
    } else if !outcomes.isEmpty {
      notes.add("oom_score_adj: " + AdjOutcome.summary(outcomes))
    }
    if step?.isWriting == true {
      step = nil
      effects.append(.release)
      if outcomes.count > 1 {
        open(OutcomeDialog(title: "oom_score_adj", lines: outcomes.map(\.line)))
      }
    }
    return isPaused ? effects : effects + [.sampleNow]
  }
}
