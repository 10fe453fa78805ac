import MemtopCore

/// Chooses the field that the process table is sorted by, and the direction.
struct SortMenu: PagedDialog {
  let title = "Sort by"
  private let current: Field
  private(set) var cursor: ListCursor
  /// Nil while the direction is the field's own, or the present one for the present field.
  private(set) var direction: Bool?
  private let currentDescends: Bool

  init(_ settings: Settings) {
    current = settings.sort
    currentDescends = settings.isDescending
    cursor = ListCursor(index: Field.all.firstIndex(of: settings.sort) ?? 0)
  }

  var keys: [(key: String, label: String)] {
    [
      ("Enter", "Sort"), ("Up Down", "Move"), ("I", "Invert"), ("a-z", "Jump"), ("Esc", "Cancel"),
    ]
  }

  var field: Field { Field.all[cursor.index] }

  var isDescending: Bool {
    direction ?? (field == current ? currentDescends : field.sortsDescending)
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    if cursor.move(key, count: Field.all.count, context) {
      direction = nil
      return .stay
    }
    switch key {
    case .escape: return .close
    case .enter: return .sort(field, descending: isDescending)
    case .character("I"): direction = !isDescending
    case .character(let scalar):
      direction = nil
      cursor.jump(to: scalar, in: Field.all.map(\.title))
    default: break
    }
    return .stay
  }

  mutating func click(entry: Int, _ context: DialogContext) -> DialogStep {
    if cursor.click(entry) { return update(.enter, context) }
    direction = nil
    return .stay
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = 48
    page.cursor = cursor.index
    let width = Field.all.reduce(0) { max($0, context.measure($1.title)) }
    page.body = Field.all.indices.map { index in
      let field = Field.all[index]
      var line = DialogLine(context.padded(field.title, to: width + 2))
      line.entry = index
      if index == cursor.index {
        line.add(arrow(context) + " " + directionName, .accent)
        line.isSelected = true
      } else if field == current {
        line.add("sorts now", .dim)
      }
      return line
    }
    page.foot = FieldLines.help(field, context)
    return page
  }

  private func arrow(_ context: DialogContext) -> String {
    isDescending ? context.glyphs.sortDown : context.glyphs.sortUp
  }

  private var directionName: String {
    switch (field.kind, isDescending) {
    case (.text, false): "A to Z"
    case (.text, true): "Z to A"
    case (.time, false): "oldest first"
    case (.time, true): "newest first"
    case (_, false): "smallest first"
    case (_, true): "largest first"
    }
  }
}
