import MemtopCore

/// Asks for the time between samples.
struct IntervalPrompt: PagedDialog {
  let title = "Interval"
  private(set) var typed: TypedText

  /// - Parameter current: the interval now. Unit: milliseconds.
  init(current: Int) {
    typed = TypedText(IntervalText.write(current), limit: 12)
  }

  var takesText: Bool { true }

  var keys: [(key: String, label: String)] {
    [("Enter", "Set"), ("Up Down", "Longer, shorter"), ("Esc", "Cancel")]
  }

  /// What the arrows step through. Unit: milliseconds.
  static let steps = [
    100, 200, 500, 1000, 2000, 5000, 10000, 15000, 30000, 60000, 300_000, 900_000, 3_600_000,
  ]

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch key {
    case .escape: return .close
    case .enter: return (try? IntervalText.parse(typed.text)).map(DialogStep.interval) ?? .stay
    case .up: step { now in Self.steps.first { $0 > now } }
    case .down: step { now in Self.steps.last { $0 < now } }
    case .backspace: typed.backspace()
    case .delete, .control("u"): typed.clear()
    case .character(let scalar): typed.type(scalar)
    default: break
    }
    return .stay
  }

  private mutating func step(_ choose: (Int) -> Int?) {
    guard let now = try? IntervalText.parse(typed.text), let next = choose(now) else { return }
    typed.replace(IntervalText.write(next))
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = 46
    let label = "Time between samples "
    page.head = [DialogLine(label).adding(context.padded(typed.text, to: 12), .input)]
    page.inputColumn = label.count + typed.text.unicodeScalars.count
    do {
      _ = try IntervalText.parse(typed.text)
      page.head += context.wrapped("Seconds, or with a unit: 0.5, 2s, 500ms.", .dim)
    } catch {
      page.head += context.wrapped(error.text, .bad)
    }
    return page
  }
}
