/// The word that is typed before something risky is done.
struct ConfirmingWord: Sendable {
  static let word = "yes"

  private var typed = TypedText(limit: 8)

  var isGiven: Bool { typed.text == Self.word }

  /// False where the key is none of typing.
  mutating func type(_ key: Key) -> Bool {
    switch key {
    case .backspace: typed.backspace()
    case .control("u"), .delete: typed.clear()
    case .character(let scalar): typed.type(scalar)
    default: return false
    }
    return true
  }

  /// Puts the input above what stands at the head already: the terminal's cursor stands on the first line.
  func put(
    behind label: String, _ role: Role, into page: inout DialogPage, _ context: DialogContext
  ) {
    let line = DialogLine(label, role).adding(context.padded(typed.text, to: 8), .input)
    page.head.insert(line, at: 0)
    page.inputColumn = context.measure(label) + context.measure(typed.text)
  }
}
