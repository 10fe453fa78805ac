import LinuxKernel
import MemtopCore

/// Stepping `oom_score_adj` on the row: preview, apply, drop.
extension App {
  /// Moves the value of the process under the cursor, or of the tagged ones; several edits that wait
  /// add up.
  mutating func step(by change: Int32) -> [Effect] {
    guard step?.isWriting != true else { return [] }
    let targets = targets
    guard !targets.isEmpty else { return refuseTarget() }
    aim()
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
    guard !sight.isPending else {
      notes.add(Self.enterTooEarly)
      return []
    }
    return writeStep()
  }

  private mutating func writeStep() -> [Effect] {
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
    return [.carryOut(.adj(edits))]
  }

  /// Forgets the preview; nothing was written.
  mutating func dropStep() -> [Effect] {
    guard let step, !step.isWriting else { return [] }
    self.step = nil
    return [.release]
  }

  /// Takes note of what a sample tells of the processes whose values wait to be written.
  mutating func checkStep() {
    guard var step, !step.isWriting, step.held != nil else { return }
    let news = step.compare { look(at: $0) }
    guard !news.isEmpty else { return }
    self.step = step.rows.isEmpty ? nil : step
    for line in news { notes.add(line) }
  }

  mutating func tookHold(_ found: [HeldProcess]) -> [Effect] {
    guard var step, step.held == nil else { return [] }
    let edits = step.edits
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
    guard step.appliesWhenHeld else { return [] }
    // What was found is not what was on the screen when Enter was typed.
    guard step.edits == edits else {
      notes.add("the values are others now: press Enter again")
      self.step?.appliesWhenHeld = false
      return []
    }
    return writeStep()
  }

  /// The values that waited were written; what came of several is told.
  mutating func tookStep(_ outcome: DeedOutcome) -> [Effect] {
    guard step?.isWriting == true else { return [] }
    step = nil
    if outcome.lines.count > 1 {
      open(OutcomeDialog(title: "oom_score_adj", lines: outcome.lines))
    }
    return [.release]
  }
}
