/// A list of names to choose from: keys move, letters jump, and Enter, or a click on the entry under the
/// cursor, chooses.
protocol ListMenu: PagedDialog {
  var cursor: ListCursor { get set }
  var names: [String] { get }
  /// What choosing the entry under the cursor does.
  var choice: DialogStep { get }
}

extension ListMenu {
  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    if cursor.move(key, count: names.count, context) { return .stay }
    switch key {
    case .escape: return .close
    case .enter: return choice
    case .character(let scalar): cursor.jump(to: scalar, in: names)
    default: break
    }
    return .stay
  }

  mutating func click(entry: Int, _ context: DialogContext) -> DialogStep {
    cursor.click(entry) ? update(.enter, context) : .stay
  }
}

/// A list menu that chooses what a list is sorted by.
protocol OrderMenu: ListMenu {
  /// What sorts now.
  var current: Int { get }
  /// What the entry under the cursor means.
  var help: String { get }
  /// The cells that it takes at least, so that the box does not jump.
  var leastWidth: Int { get }
}

extension OrderMenu {
  var keys: [(key: String, label: String)] {
    [("Enter", "Sort"), ("Up Down", "Move"), ("a-z", "Jump"), ("Esc", "Cancel")]
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = leastWidth
    page.cursor = cursor.index
    let width = names.reduce(0) { max($0, context.measure($1)) }
    page.body = names.enumerated().map { index, name in
      var line = DialogLine(context.padded(name, to: width + 2))
      if index == current { line.add("sorts now", .dim) }
      line.isSelected = index == cursor.index
      line.entry = index
      return line
    }
    page.foot = context.wrapped(help, .dim)
    return page
  }
}
