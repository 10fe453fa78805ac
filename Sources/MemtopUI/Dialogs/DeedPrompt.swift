import LinuxKernel
import MemtopCore

/// Shows what a deed that is planned outside would do, and does it on Enter; where that is risky, once a
/// word is typed.
///
/// Whoever opens it sends `Effect.plan` for its deed.
struct DeedPrompt: DeedDialog {
  let title: String
  private(set) var deed: Deed
  var stage = DeedStage.taking
  private(set) var preview = DeedPreview([])
  private var word = ConfirmingWord()
  private var top = 0

  init(_ deed: Deed, title: String) {
    self.deed = deed
    self.title = title
  }

  private var isRisky: Bool { preview.risk != nil && preview.idle == nil }

  var isReady: Bool {
    preview.idle == nil && (!isRisky || word.isGiven)
  }

  var takesText: Bool { isDeciding && isRisky }

  var decidingKeys: [(key: String, label: String)] {
    if preview.idle != nil { return [("Up Down", "Scroll"), ("Esc", "Close")] }
    return [("Enter", "Do it")] + (other.map { [("Tab", $0.label)] } ?? [])
      + [("Up Down", "Scroll"), ("Esc", "Cancel")]
  }

  /// The other way to do it.
  private var other: (deed: Deed, label: String)? {
    deed.reloads.map { reloads in
      (deed.with(reloads: !reloads), reloads ? "Write only" : "Write and daemon-reload")
    }
  }

  mutating func decide(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch key {
    case .escape: return closed
    case .enter: return confirm(context)
    case .tab:
      guard let other, preview.idle == nil else { return .stay }
      deed = other.deed
      stage = .taking
      return .act([.plan(deed)])
    default:
      if !isRisky || !word.type(key) { top = scrolled(top, key, context) ?? top }
    }
    return .stay
  }

  private mutating func confirm(_ context: DialogContext) -> DialogStep {
    guard preview.idle == nil else { return closed }
    guard context.readOnlyReason == nil, isReady else { return .stay }
    stage = .doing
    return .act([.carryOut(deed)])
  }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    switch (message, stage) {
    case (.planned(let deed, let plan), .taking) where deed == self.deed:
      switch plan {
      case .success(let preview):
        self.preview = preview
        stage = .deciding
      case .failure(let problem): tell([problem.message])
      }
    case (.carriedOut(let deed, let outcome), .doing) where deed == self.deed: tell(outcome.lines)
    default: break
    }
    return .stay
  }

  func shownPage(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = context.textWidth
    page.top = top
    page.body = FactLines.make(preview.lines, context)
    page.foot = remarks(context)
    guard isDeciding, isRisky, let risk = preview.risk, context.readOnlyReason == nil else {
      return page
    }
    page.head = context.wrapped(risk, .warn)
    word.put(behind: "Type \(ConfirmingWord.word) to do it: ", .plain, into: &page, context)
    return page
  }

  private func remarks(_ context: DialogContext) -> [DialogLine] {
    let doing = deed.doing.prefix(1).uppercased() + deed.doing.dropFirst()
    if let lines = waiting("Looking", doing, context) { return lines }
    if let reason = context.readOnlyReason {
      return context.wrapped("Nothing can be changed: \(reason).", .warn)
    }
    if let idle = preview.idle { return context.wrapped(idle, .accent) }
    let reload = deed.reloads == true ? " and lets systemd read it" : ""
    return context.wrapped("Enter does it\(reload), Esc leaves all as it is.", .accent)
  }
}
