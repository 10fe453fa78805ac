import MemtopCore

/// How far a deed is.
enum DeedStage: Sendable {
  /// What it is about is taken hold of, or looked at, outside.
  case taking
  /// It is chosen, and shown as it would be.
  case deciding
  case doing
  /// What came of it.
  case told(OutcomeDialog)
}

/// A dialog about something that is done outside: it is decided, done, and what came of it is told.
protocol DeedDialog: PagedDialog {
  var stage: DeedStage { get set }
  /// What closing it is followed by.
  var closed: DialogStep { get }
  /// Enter would do it now.
  var isReady: Bool { get }
  var decidingKeys: [(key: String, label: String)] { get }
  mutating func decide(_ key: Key, _ context: DialogContext) -> DialogStep
  /// What stands while nothing is told yet.
  func shownPage(_ context: DialogContext) -> DialogPage
}

extension DeedDialog {
  var closed: DialogStep { .finish([.release]) }

  var isReady: Bool { true }

  var isArmed: Bool { isDeciding && isReady }

  var tellsOutcome: Bool { if case .told = stage { true } else { false } }

  var isDeciding: Bool { if case .deciding = stage { true } else { false } }

  var keys: [(key: String, label: String)] {
    switch stage {
    case .taking, .doing: [("Esc", "Close")]
    case .deciding: decidingKeys
    case .told: [("Enter", "Close")]
    }
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch stage {
    case .told(var outcome):
      guard case .stay = outcome.update(key, context) else { return closed }
      stage = .told(outcome)
      return .stay
    case .taking, .doing: return key == .escape ? closed : .stay
    case .deciding: return decide(key, context)
    }
  }

  func page(_ context: DialogContext) -> DialogPage {
    if case .told(let outcome) = stage { return outcome.page(context) }
    return shownPage(context)
  }

  /// Goes on to what came of it.
  mutating func tell(_ lines: [String]) {
    stage = .told(OutcomeDialog(title: title, lines: lines))
  }

  /// Closes where one thing was asked for and is done, which a note says; else tells what came of it.
  mutating func take(_ outcome: DeedOutcome, besides others: [String] = []) -> DialogStep {
    if outcome.isDone, outcome.lines.count == 1, others.isEmpty { return closed }
    tell(outcome.lines + others)
    return .stay
  }

  /// What is waited for; nil while it is decided.
  func waiting(_ taking: String, _ doing: String, _ context: DialogContext) -> [DialogLine]? {
    switch stage {
    case .taking: [DialogLine(taking + context.glyphs.more, .dim)]
    case .doing: [DialogLine(doing + context.glyphs.more, .dim)]
    case .deciding, .told: nil
    }
  }
}
