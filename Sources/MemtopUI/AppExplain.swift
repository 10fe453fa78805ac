import LinuxKernel
import MemtopCore

/// The Explain view of the process under the cursor.
extension App {
  /// The process whose mappings are to be read; nil while there is none that has any.
  public var explained: ProcessID? {
    guard let dialog = dialog as? ExplainDialog, dialog.facts.hasMemory else { return nil }
    return dialog.process
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
    if let now = ExplainedProcess(dialog.process, in: model, timeOffset: timeOffset) {
      dialog.facts.subject = now
      if withScore, let score = score(of: now) { dialog.facts.score = score }
    } else {
      dialog.facts.hasEnded = true
    }
    self.dialog = dialog
    listExplainedActs()
  }

  /// Newer acts are shown of very many; the pane of events has them all.
  private static let actsShown = 20

  /// Shows what was done to it here.
  mutating func listExplainedActs() {
    guard var dialog = dialog as? ExplainDialog else { return }
    let places = acts.records.indices.filter { acts.records[$0].process == dialog.process }
    dialog.facts.acts = places.reversed().prefix(Self.actsShown).map { place in
      .init(
        shortTime(acts.records[place].at), nil, text(of: acts.records[place]), .plain,
        remark: acts.isTakenBackNext(place) ? "z undoes it" : nil)
    }
    dialog.facts.earlierActs = max(0, places.count - Self.actsShown)
    self.dialog = dialog
  }

  func score(of subject: ExplainedProcess) -> ScoreExplanation? {
    guard let kill = model.kill else { return nil }
    return ScoreExplanation(subject.process, in: subject.group, kill, model) { process in
      model.processes.index(of: process).map { name(ofRow: $0) } ?? "gone"
    }
  }
}
