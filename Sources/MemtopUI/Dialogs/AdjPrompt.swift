import LinuxKernel
import MemtopCore

/// Edits `oom_score_adj` of one or several processes: a typed number is the new value of all, a nudge
/// moves it, or shifts them together where their values differ.
///
/// Whoever opens it sends `Effect.hold` for its rows; it waits for `Message.held`.
struct AdjPrompt: DeedDialog {
  let asked: [AdjPlan.Row]
  /// RAM and swap. Unit: bytes.
  let totalBytes: UInt64?
  var stage = DeedStage.taking
  private(set) var held: [HeldProcess] = []
  private(set) var plan: AdjPlan
  /// What the user typed; nil while the number shown is the plan's.
  private(set) var typed: TypedText?
  private(set) var top = 0
  /// Whose value somebody else changed while the prompt was open, with the value that was found before.
  private(set) var overtaken: [ProcessID: Int32?] = [:]

  /// - Parameter totalBytes: RAM and swap, to say what a value counts like; nil where not known.
  init(rows: [AdjPlan.Row], totalBytes: UInt64? = nil) {
    asked = rows
    self.totalBytes = totalBytes
    plan = .initial(for: rows)
  }

  var title: String {
    asked.count == 1
      ? "oom_score_adj of \(asked[0].process.pid) \(VisibleText.make(asked[0].name))"
      : "oom_score_adj of \(asked.count) processes"
  }

  var decidingKeys: [(key: String, label: String)] {
    [("Enter", "Apply"), ("0-9", "Set"), ("Up Down", "10"), ("PgUp PgDn", "100")]
      + (valuesDiffer ? [("s", "Shift")] : [])
      + (asked.count > 1 ? [("Left Right", "Scroll")] : []) + [("Esc", "Cancel")]
  }

  /// The rows whose process is still there, with their values as found.
  var rows: [AdjPlan.Row] {
    held.filter(\.isThere).map {
      AdjPlan.Row(process: $0.process, name: $0.name, adj: $0.adj)
    }
  }

  var valuesDiffer: Bool {
    if case .shift = AdjPlan.initial(for: rows) { rows.count > 1 } else { false }
  }

  /// Nil, or why what is typed is no value.
  var problem: String? {
    guard let text = typed?.text else { return nil }
    guard let value = Int32(text) else {
      let typed = text.isEmpty ? "" : "\(VisibleText.make(text)) is no whole number. "
      return typed + "Type one from -1000 to 1000."
    }
    return OOMScoreAdj.range.contains(value) ? nil : "\(value) is not from -1000 to 1000."
  }

  /// The edits that Enter asks for; none while what is typed is no value.
  var edits: [AdjEdit] { problem == nil ? plan.edits(for: rows) : [] }

  var changesNothing: Bool { edits.allSatisfy(\.isUnchanged) }

  var takesText: Bool { isDeciding }

  var pendingEdits: [AdjEdit]? { isDeciding ? edits : [] }

  mutating func decide(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch key {
    case .escape: return closed
    case .enter: return apply(context)
    case .up: nudge(by: AdjPlan.smallStep)
    case .down: nudge(by: -AdjPlan.smallStep)
    case .pageUp: nudge(by: AdjPlan.largeStep)
    case .pageDown: nudge(by: -AdjPlan.largeStep)
    case .left: top = scrolled(top, .up, context) ?? top
    case .right: top = scrolled(top, .down, context) ?? top
    case .home, .end: top = scrolled(top, key, context) ?? top
    case .backspace: type { $0.backspace() }
    case .delete, .control("u"): type { $0.clear() }
    case .tab: toggleShift()
    case .character("s") where valuesDiffer: toggleShift()
    // Whatever is no number is shown and refused: dropped, it would leave another number standing.
    case .character(let scalar): type { $0.type(scalar) }
    default: break
    }
    return .stay
  }

  /// The number that stands in the input before anything is typed.
  private var plannedText: String {
    if case .set(let value) = plan { String(value) } else { "" }
  }

  private mutating func type(_ change: (inout TypedText) -> Void) {
    var text = typed ?? TypedText(plannedText, limit: 7)
    change(&text)
    typed = text
    if problem == nil, let value = Int32(text.text) { plan = .set(value) }
  }

  private mutating func nudge(by step: Int32) {
    plan = plan.nudged(by: step)
    typed = nil
  }

  private mutating func toggleShift() {
    guard valuesDiffer else { return }
    if case .set = plan {
      plan = .shift(0)
    } else {
      plan = .set(rows.lazy.compactMap(\.adj).first ?? 0)
    }
    typed = nil
  }

  private mutating func apply(_ context: DialogContext) -> DialogStep {
    guard problem == nil else { return .stay }
    if rows.isEmpty || changesNothing { return closed }
    guard context.readOnlyReason == nil else { return .stay }
    stage = .doing
    return .act([.carryOut(.adj(edits))])
  }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    switch (message, stage) {
    case (.held(let found), .taking):
      held = HeldProcess.answers(to: asked, in: found)
      plan = .initial(for: rows)
      stage = .deciding
    case (.sampled, .deciding): compare(context)
    case (.carriedOut(.adj, let outcome), .doing):
      return take(
        outcome, besides: held.filter { !$0.isThere }.map { "\($0.process.pid) \($0.name): gone" })
    default: break
    }
    return .stay
  }
}

extension AdjPrompt {
  /// Takes over what a sample tells: who ended, and values that somebody else changed.
  private mutating func compare(_ context: DialogContext) {
    held = held.map { process in
      guard process.isThere else { return process }
      let look = context.look(process.process)
      guard look.isThere else { return process.changed(isThere: false) }
      guard let adj = look.adj, adj != process.adj else { return process }
      if overtaken[process.process] == nil { overtaken[process.process] = process.adj }
      return process.changed(adj: adj)
    }
  }
}

extension HeldProcess {
  /// One answer a row, in the rows' order; a process that was not answered for is gone.
  static func answers(to asked: [AdjPlan.Row], in found: [HeldProcess]) -> [HeldProcess] {
    asked.map { row in
      found.first { $0.process == row.process }
        ?? HeldProcess(
          process: row.process, name: row.name, isThere: false, adj: nil, owner: nil,
          sharers: MemorySharers(),
          rights: AdjRights(canLower: false, overridesOwners: false, user: 0))
    }
  }
}
