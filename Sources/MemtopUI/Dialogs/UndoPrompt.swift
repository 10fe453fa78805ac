import LinuxKernel
import MemtopCore

/// Shows what undo would put back, and does it on Enter, on the same processes only.
///
/// It takes hold of the processes itself unless `Message.held` comes before Enter. Where that shows
/// something else than was announced, it asks once more.
public struct UndoPrompt: PagedDialog {
  enum Stage: Sendable {
    case asking
    case taking
    case writing
    case done(OutcomeDialog)
  }

  let step: UndoStep
  private(set) var stage = Stage.asking
  /// Nil before the processes were taken hold of.
  private(set) var held: [HeldProcess]?
  private(set) var top = 0

  public init(step: UndoStep) {
    self.step = step
  }

  public var isArmed: Bool { if case .asking = stage { true } else { false } }

  public var tellsOutcome: Bool { if case .done = stage { true } else { false } }

  public var title: String { "Undo the last change of oom_score_adj" }

  public var keys: [(key: String, label: String)] {
    switch stage {
    case .asking: [("Enter", "Put back"), ("Up Down", "Scroll"), ("Esc", "Cancel")]
    case .taking, .writing: [("Esc", "Close")]
    case .done: [("Enter", "Close")]
    }
  }

  /// What Enter would ask for, from the value found now.
  var edits: [AdjEdit] {
    guard let held else { return step.edits }
    return zip(step.edits, held).compactMap { edit, found in
      found.isThere
        ? AdjEdit(process: edit.process, name: edit.name, old: found.adj, new: edit.new) : nil
    }
  }

  public mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch stage {
    case .done(var outcome):
      if case .stay = outcome.update(key, context) {
        stage = .done(outcome)
        return .stay
      }
      return .finish([.release])
    case .taking, .writing: return key == .escape ? .finish([.release]) : .stay
    case .asking:
      switch key {
      case .escape: return .finish([.release])
      case .enter: return confirm(context)
      default: top = scrolled(top, key, context) ?? top
      }
      return .stay
    }
  }

  private mutating func confirm(_ context: DialogContext) -> DialogStep {
    guard context.readOnlyReason == nil else { return .stay }
    guard held != nil else {
      stage = .taking
      return .act([.hold(step.edits.map(\.process))])
    }
    if edits.isEmpty { return .finish([.release]) }
    stage = .writing
    return .act([.adjust(edits)])
  }

  public mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    switch (message, stage) {
    case (.held(let found), .asking): take(found)
    case (.held(let found), .taking):
      take(found)
      stage = .asking
      if edits == step.edits { return confirm(context) }
    case (.sampled, .asking):
      held = held?.map { process in
        guard process.isThere else { return process }
        let look = context.look(process.process)
        return process.changed(adj: look.adj, isThere: look.isThere)
      }
    case (.adjusted(let outcomes), .writing):
      if outcomes.count == 1, outcomes[0].isDone { return .finish([.release]) }
      stage = .done(OutcomeDialog(title: title, lines: outcomes.map(\.line)))
    default: break
    }
    return .stay
  }

  private mutating func take(_ found: [HeldProcess]) {
    let rows = step.edits.map { AdjPlan.Row(process: $0.process, name: $0.name, adj: $0.old) }
    held = HeldProcess.answers(to: rows, in: found)
  }

  public func page(_ context: DialogContext) -> DialogPage {
    if case .done(let outcome) = stage { return outcome.page(context) }
    var page = DialogPage()
    page.top = top
    page.head = [DialogLine("This would be put back:")]
    page.body = ProcessLines.make(step.edits.indices.map(row), context)
    page.foot = remark(context)
    return page
  }

  private func row(_ index: Int) -> ProcessLines.Row {
    let edit = step.edits[index]
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
    switch stage {
    case .taking: return [DialogLine("Taking hold of the processes…", .dim)]
    case .writing: return [DialogLine("Writing…", .dim)]
    default: break
    }
    if edits.isEmpty { return context.wrapped("Nothing is left to put back.", .warn) }
    return context.wrapped("Enter puts it back, Esc leaves it as it is.", .dim)
  }
}
