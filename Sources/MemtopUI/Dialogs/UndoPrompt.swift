import LinuxKernel
import MemtopCore

/// Shows what undo would put back, and does it on Enter, on the same processes only.
///
/// It takes hold of the processes itself unless `Message.held` comes before Enter. Where that shows
/// something else than was announced, it asks once more.
struct UndoPrompt: DeedDialog {
  /// As they were announced.
  let planned: [AdjEdit]
  var stage = DeedStage.deciding
  /// Nil before the processes were taken hold of.
  private(set) var held: [HeldProcess]?
  private(set) var top = 0

  init(_ edits: [AdjEdit]) { planned = edits }

  var title: String { "Undo the last change of oom_score_adj" }

  var decidingKeys: [(key: String, label: String)] {
    [("Enter", "Put back"), ("Up Down", "Scroll"), ("Esc", "Cancel")]
  }

  /// What Enter would ask for, from the value found now.
  var edits: [AdjEdit] {
    guard let held else { return planned }
    return zip(planned, held).compactMap { edit, found in
      found.isThere
        ? AdjEdit(process: edit.process, name: edit.name, old: found.adj, new: edit.new) : nil
    }
  }

  mutating func decide(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch key {
    case .escape: return closed
    case .enter: return confirm(context)
    default: top = scrolled(top, key, context) ?? top
    }
    return .stay
  }

  private mutating func confirm(_ context: DialogContext) -> DialogStep {
    guard context.readOnlyReason == nil else { return .stay }
    guard held != nil else {
      stage = .taking
      return .act([.hold(planned.map(\.process))])
    }
    if edits.isEmpty { return closed }
    stage = .doing
    return .act([.carryOut(.adj(edits, undoes: true))])
  }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    switch (message, stage) {
    case (.held(let found), .deciding): take(found)
    case (.held(let found), .taking):
      take(found)
      stage = .deciding
      if edits == planned { return confirm(context) }
    case (.sampled, .deciding):
      held = held?.map { process in
        guard process.isThere else { return process }
        let look = context.look(process.process)
        return process.changed(adj: look.adj, isThere: look.isThere)
      }
    case (.carriedOut(.adj, let outcome), .doing): return take(outcome)
    default: break
    }
    return .stay
  }

  private mutating func take(_ found: [HeldProcess]) {
    let rows = planned.map { AdjPlan.Row(process: $0.process, name: $0.name, adj: $0.old) }
    held = HeldProcess.answers(to: rows, in: found)
  }

  func shownPage(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.top = top
    page.head = [DialogLine("This would be put back:")]
    page.body = ProcessLines.make(planned.indices.map(row), context)
    page.foot = remark(context)
    return page
  }

  private func row(_ index: Int) -> ProcessLines.Row {
    let edit = planned[index]
    let now = held == nil ? edit.old : held?[index].adj
    var row = ProcessLines.Row(
      process: edit.process, name: edit.name,
      text: "now \(now.map(String.init) ?? "?") → \(edit.new)")
    if held?[index].isThere == false {
      row.text = "gone, left out"
      row.role = .dim
    } else if now != edit.old {
      row.text += ", changed since (was \(edit.old.map(String.init) ?? "?"))"
      row.role = .warn
    }
    return row
  }

  private func remark(_ context: DialogContext) -> [DialogLine] {
    if let reason = context.readOnlyReason {
      return context.wrapped("Nothing can be changed: \(reason).", .warn)
    }
    if let lines = waiting("Taking hold of the processes", "Writing", context) { return lines }
    if edits.isEmpty { return context.wrapped("Nothing is left to put back.", .warn) }
    return context.wrapped("Enter puts it back, Esc leaves it as it is.", .dim)
  }
}
