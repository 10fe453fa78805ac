/// A list of names to choose from: keys move, letters jump, and Enter, or a click on the entry under the
/// cursor, chooses.
protocol ListMenu: PagedDialog {
  var cursor: ListCursor { get set }
  var names: [String] { get }
  /// What choosing the entry under the cursor does.
  var choice: DialogStep { get }
}

extension ListMenu {
  public mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    if cursor.move(key, count: names.count, context) { return .stay }
    switch key {
    case .escape: return .close
    case .enter: return choice
    case .character(let scalar): cursor.jump(to: scalar, in: names)
    default: break
    }
    return .stay
  }

  public mutating func click(entry: Int, _ context: DialogContext) -> DialogStep {
    cursor.click(entry) ? update(.enter, context) : .stay
  }
}
