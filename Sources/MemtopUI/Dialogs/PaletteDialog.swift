/// Finds a command by words of its name, and runs it.
struct PaletteDialog: PagedDialog {
  let title = "Commands"
  private let commands: [CommandListing]
  /// What is looked at of each.
  private let texts: [String]
  private(set) var typed = TypedText()
  private(set) var cursor = ListCursor()

  init(_ commands: [CommandListing]) {
    self.commands = commands
    texts = commands.map { $0.title + " " + $0.id + " " + $0.keys }
    found = commands
  }

  var takesText: Bool { true }

  var keys: [(key: String, label: String)] {
    [("Enter", "Run"), ("Up Down", "Move"), ("Esc", "Cancel")]
  }

  /// The commands that have every typed word in title, id or keys.
  private(set) var found: [CommandListing]

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    if cursor.move(key, count: max(1, found.count), context, letters: false) { return .stay }
    switch key {
    case .escape: return .close
    case .enter:
      guard found.indices.contains(cursor.index), found[cursor.index].disabledReason == nil else {
        return .stay
      }
      return .run(found[cursor.index].id)
    case .backspace: edit { $0.backspace() }
    case .delete, .control("u"): edit { $0.clear() }
    case .character(let scalar) where scalar.value >= 0x20 && scalar.value != 0x7f:
      edit { $0.type(scalar) }
    default: break
    }
    return .stay
  }

  private mutating func edit(_ change: (inout TypedText) -> Void) {
    change(&typed)
    cursor.index = 0
    let words = typed.text.split(separator: " ").compactMap { TextMatch(String($0)) }
    found = zip(commands, texts).filter { entry in words.allSatisfy { $0.isFound(in: entry.1) } }
      .map(\.0)
  }

  mutating func click(entry: Int, _ context: DialogContext) -> DialogStep {
    cursor.click(entry) ? update(.enter, context) : .stay
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = context.textWidth
    page.leastHeight = commands.count + 4
    page.head = [DialogLine(": ", .accent).adding(context.padded(typed.text, to: 30), .input)]
    page.inputColumn = 2 + context.measure(typed.text)
    page.cursor = cursor.index
    let keysWidth = commands.reduce(0) { max($0, context.measure($1.keys)) }
    page.body = found.map { command in
      let role: Role = command.disabledReason == nil ? .plain : .dim
      return DialogLine(context.padded(command.keys, to: keysWidth + 2), role == .dim ? .dim : .key)
        .adding(command.title, role)
        .adding(command.disabledReason.map { " (" + $0 + ")" } ?? "", .dim)
    }
    page.numberEntries()
    guard found.indices.contains(cursor.index) else {
      page.foot = [DialogLine("No command has these words.", .warn)]
      return page
    }
    page.body[cursor.index].isSelected = true
    let chosen = found[cursor.index]
    page.foot =
      chosen.disabledReason.map { context.wrapped("Not now: \($0).", .warn) }
      ?? context.wrapped(chosen.help, .dim)
    return page
  }
}
