import MemtopCore

/// Chooses and orders the columns of a pane, and the other things that the config file keeps.
struct SetupDialog: PagedDialog {
  let title = "Setup"
  private(set) var settings: Settings
  private(set) var columns: SetupColumns
  private let origins: SettingOrigins
  private let pane: Pane.ID
  private(set) var cursor = ListCursor()
  private(set) var problem: String?

  init(_ settings: Settings, _ origins: SettingOrigins, _ pane: Pane.ID) {
    self.settings = settings
    self.pane = pane
    columns = SetupColumns(Pane.of(pane).columns, chosen: settings.columnIDs(of: pane))
    self.origins = origins
  }

  var keys: [(key: String, label: String)] {
    [
      ("Enter F10", "Save"), ("Space", "Change"), ("Left Right", "Order, choose"),
      ("Up Down", "Move"), ("Esc", "Drop"),
    ]
  }

  private var count: Int { columns.order.count + Setting.lines.count }

  /// What the cursor is on; nil on a column.
  private var option: (setting: Setting, line: Setting.Line)? {
    let index = cursor.index - columns.order.count
    return index >= 0 ? Setting.lines[index] : nil
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    problem = nil
    if cursor.move(key, count: count, context) { return .stay }
    switch key {
    case .escape: return .close
    case .enter, .function(10):
      settings.choose(columns.chosen, of: pane)
      return .settings(settings)
    case .character(" "): toggle()
    case .left, .character("<"): step(by: -1)
    case .right, .character(">"): step(by: 1)
    default: break
    }
    return .stay
  }

  private mutating func toggle() {
    if let option {
      option.line.change(&settings, 1)
    } else if !columns.toggle(cursor.index) {
      problem =
        columns.chosen.count == 1 ? "At least one column must stay." : "This column must stay."
    }
  }

  private mutating func step(by step: Int) {
    if let option {
      option.line.change(&settings, step)
    } else {
      cursor.index = columns.move(cursor.index, by: step)
    }
  }

  /// On the entry under the cursor a click does what Space does: Enter ends the setup.
  mutating func click(entry: Int, _ context: DialogContext) -> DialogStep {
    cursor.click(entry) ? update(.character(" "), context) : .stay
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = context.textWidth
    if let problem { page.head = [DialogLine(problem, .bad)] }
    var section = ""
    for index in 0..<count {
      let row = line(index, context)
      if row.section != section {
        if !section.isEmpty { page.body.append(DialogLine()) }
        section = row.section
        page.body.append(DialogLine(section, .accent, bold: true))
      }
      if index == cursor.index { page.cursor = page.body.count }
      page.body.append(row.line)
      page.body[page.body.count - 1].isSelected = index == cursor.index
      page.body[page.body.count - 1].entry = index
    }
    page.foot = helpLines(context)
    return page
  }

  /// With where the choice comes from.
  private var columnsSection: String {
    var chosen = settings
    chosen.choose(columns.chosen, of: pane)
    let columns = Pane.of(pane).columns
    let origin = Setting.named(columns.setting).map { origins.origin(of: $0, in: chosen).rawValue }
    return columns.title + ", the first one leftmost" + (origin.map { " (\($0))" } ?? "")
  }

  private func line(_ index: Int, _ context: DialogContext) -> (section: String, line: DialogLine) {
    if index < columns.order.count {
      let field = columns.order[index]
      let isChosen = columns.isChosen[index]
      let line = DialogLine(isChosen ? "[x] " : "[ ] ", isChosen ? .good : .dim)
        .adding(
          context.padded(context.glyphs.heading(field.title), to: 14), isChosen ? .plain : .dim
        )
        .adding(context.cut(Self.firstSentence(field.help), to: context.textWidth - 18), .dim)
      return (columnsSection, line)
    }
    let option = Setting.lines[index - columns.order.count]
    let line = DialogLine(context.padded(option.line.title, to: 18))
      .adding(context.padded("< " + option.line.text(settings) + " >", to: 18), .accent)
      .adding(origins.origin(of: option.setting, in: settings).rawValue, .dim)
    return (option.line.section, line)
  }

  private func helpLines(_ context: DialogContext) -> [DialogLine] {
    if let option {
      return FieldLines.padded(context.wrapped(option.line.help(settings)), context)
    }
    let column = columns.order[cursor.index]
    return FieldLines.help(column.help, column.source, context)
  }

  private static func firstSentence(_ text: String) -> String {
    text.split(separator: ".", maxSplits: 1).first.map(String.init) ?? text
  }
}
