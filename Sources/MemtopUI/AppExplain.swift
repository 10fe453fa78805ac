import LinuxKernel
import MemtopCore

/// The Explain view of the process under the cursor.
extension App {
  /// The process whose mappings are to be read; nil while there is none that has any.
  public var explained: ProcessID? {
    guard let dialog = dialog as? ExplainDialog, dialog.hasMemory else { return nil }
    return dialog.subject.process
  }

  mutating func openExplain() -> [Effect] {
    guard let process = id(atLine: selection.cursor),
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
    listExplainedEdits()
  }

  /// Shows what was changed here.
  mutating func listExplainedEdits() {
    guard var dialog = dialog as? ExplainDialog else { return }
    let process = dialog.subject.process
    dialog.edits = undo.steps.flatMap(\.edits).filter { $0.process == process }
    self.dialog = dialog
  }

  private func score(of subject: ExplainedProcess) -> ScoreExplanation? {
    guard let kill = model.kill else { return nil }
    return ScoreExplanation(subject.process, in: subject.group, kill, model) { process in
      model.processes.index(of: process).map { name(ofRow: $0) } ?? "gone"
    }
  }
}
