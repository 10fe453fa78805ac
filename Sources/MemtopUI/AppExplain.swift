import LinuxKernel
import MemtopCore

/// The Explain view of the process under the cursor.
extension App {
  /// The process whose mappings are to be read; nil while there is none that has any.
  public var explained: ProcessID? {
    guard let dialog = dialog as? ExplainDialog, dialog.hasMemory else { return nil }
    return dialog.subject.process
  }

  mutating func openExplain() -> [Effect] { openExplain(aimed ?? id(atLine: selection.cursor)) }

  mutating func openExplain(_ process: ProcessID?) -> [Effect] {
    guard let process,
      let subject = ExplainedProcess(process, in: model, timeOffset: timeOffset)
    else {
      notes.add("there is no process to explain")
      return []
    }
    let effects = change { app in
      app.open(ExplainDialog(subject, pageSize: app.model.facts.pageSize))
    }
    refreshExplain()
    // Its group may be another than was asked about last.
    return effects.contains(.sampleNow) || isPaused ? effects : effects + [.sampleNow]
  }

  /// Shows the newest numbers; of a process that is no more the last ones stay.
  ///
  /// - Parameter withScore: false where the processes are those of before.
  mutating func refreshExplain(withScore: Bool = true) {
    guard var dialog = dialog as? ExplainDialog else { return }
    let process = dialog.subject.process
    if let now = ExplainedProcess(process, in: model, timeOffset: timeOffset) {
      dialog.subject = now
      if withScore, let score = score(of: now) { dialog.score = score }
    } else {
      dialog.hasEnded = true
    }
    self.dialog = dialog
    listExplainedActs()
  }

  /// Shows what was done to it here.
  mutating func listExplainedActs() {
    guard var dialog = dialog as? ExplainDialog else { return }
    let process = dialog.subject.process
    dialog.acts = acts.records.filter { $0.process == process }.map { record in
      ExplainDialog.Act(time: shortTime(record.at), text: text(of: record), record: record)
    }
    let undoable = undo.next?.edits.last { $0.process == process }
    dialog.nextUndo = dialog.acts.lastIndex { act in
      guard let undoable, case .adj(let change) = act.record, !change.isUndo else { return false }
      return change.new == undoable.old && change.old == undoable.new
    }
    self.dialog = dialog
  }

  private func score(of subject: ExplainedProcess) -> ScoreExplanation? {
    guard let kill = model.kill else { return nil }
    return ScoreExplanation(subject.process, in: subject.group, kill, model) { process in
      model.processes.index(of: process).map { name(ofRow: $0) } ?? "gone"
    }
  }
}
