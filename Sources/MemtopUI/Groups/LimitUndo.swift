import LinuxKernel
import MemtopCore

/// Shows what undo would put back of a group's limits, and does it on Enter, on the same group only.
struct LimitUndo: PagedDialog {
  enum Stage: Sendable {
    case asking
    case writing
    case done(OutcomeDialog)
  }

  let plan: CgroupPlan
  private(set) var stage = Stage.asking

  var title: String { "Undo the last change of limits" }

  var isArmed: Bool { if case .asking = stage { true } else { false } }

  var tellsOutcome: Bool { if case .done = stage { true } else { false } }

  init(_ plan: CgroupPlan) {
    self.plan = plan
  }

  var keys: [(key: String, label: String)] {
    switch stage {
    case .asking: [("Enter", "Put back"), ("Esc", "Cancel")]
    case .writing: [("Esc", "Close")]
    case .done: [("Enter", "Close")]
    }
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch (stage, key) {
    case (.done(var outcome), _):
      guard case .stay = outcome.update(key, context) else { return .close }
      stage = .done(outcome)
    case (_, .escape): return .close
    case (.asking, .enter) where context.readOnlyReason == nil:
      stage = .writing
      return .act([.limit(plan)])
    default: break
    }
    return .stay
  }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    guard case .limited(let plan, let outcome) = message, plan == self.plan else { return .stay }
    stage = .done(OutcomeDialog(title: title, lines: outcome.lines(of: plan)))
    return .stay
  }

  func page(_ context: DialogContext) -> DialogPage {
    if case .done(let outcome) = stage { return outcome.page(context) }
    var page = DialogPage()
    page.head = context.wrapped("This would be put back in \(VisibleText.make(plan.path)):")
    page.body = FactLines.make(
      plan.lines(victim: nil, arrow: context.glyphs.arrow).map {
        FactLines.Fact(name: $0.about, meaning: $0.text, role: .plain)
      }, context)
    if case .writing = stage {
      page.foot = [DialogLine("Writing" + context.glyphs.more, .dim)]
    } else if let reason = context.readOnlyReason {
      page.foot = context.wrapped("Nothing can be changed: \(reason).", .warn)
    } else {
      page.foot = context.wrapped(
        "Enter puts it back, if nobody else has changed it since. Esc leaves it as it is.", .dim)
    }
    return page
  }
}
