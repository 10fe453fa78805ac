import MemtopCore

/// The keys of the pane first; behind them all keys, all columns and what the numbers mean, with a search.
struct HelpDialog: PagedDialog {
  let title = "Help"
  private let first: HelpFirstPage
  private let commands: [CommandListing]
  private let tables: [PaneColumns]
  /// The lines as they were laid out last: a search goes through all of them at every key.
  private var laid: (width: Int, glyphs: Glyphs, lines: [DialogLine], texts: [String])?
  private(set) var top = 0
  /// What is searched for; empty where nothing is.
  private(set) var search = TypedText()
  private(set) var isTyping = false

  /// - Parameters:
  ///   - pane: the name of the pane that is shown.
  ///   - keys: the commands that matter most there, the most important first.
  init(
    _ commands: [CommandListing], pane: String, keys: [CommandListing],
    _ tables: [PaneColumns] = Pane.all.map(\.columns)
  ) {
    first = HelpFirstPage(pane: pane, commands: keys)
    self.commands = commands
    self.tables = tables
  }

  var takesText: Bool { isTyping }

  var keys: [(key: String, label: String)] {
    if isTyping { return [("Enter", "Keep"), ("Esc", "Leave the search")] }
    let next = search.text.isEmpty ? [] : [(key: "n N", label: "Next, previous")]
    return [("Up Down PgUp PgDn", "Scroll"), ("/", "Search")] + next + [("Esc", "Close")]
  }

  /// Lays its lines out, where they are not for this width.
  mutating func layOut(_ context: DialogContext) {
    guard lines(laidOutFor: context) == nil else { return }
    let lines = lines(context)
    laid = (
      context.textWidth, context.glyphs, lines, lines.map { $0.pieces.map(\.text).joined() }
    )
  }

  private func lines(laidOutFor context: DialogContext) -> [DialogLine]? {
    guard let laid, laid.width == context.textWidth, laid.glyphs == context.glyphs else {
      return nil
    }
    return laid.lines
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    layOut(context)
    if isTyping {
      type(key, context)
      return .stay
    }
    if let next = scrolled(top, key, context) {
      top = next
      return .stay
    }
    switch key {
    case .escape where !search.text.isEmpty: search.clear()
    case .escape, .enter, .function(1), .character("q"), .character("?"), .character("h"):
      return .close
    case .character("/"), .function(3):
      search = TypedText()
      isTyping = true
    case .character("n"): goOn(from: top + 1, step: 1, context)
    case .character("N"): goOn(from: top - 1, step: -1, context)
    case .character(" "): top = scrolled(top, .pageDown, context) ?? top
    default: break
    }
    return .stay
  }

  private mutating func type(_ key: Key, _ context: DialogContext) {
    switch key {
    case .enter: isTyping = false
    case .escape:
      search.clear()
      isTyping = false
      return
    case .backspace: search.backspace()
    case .delete, .control("u"): search.clear()
    case .character(let scalar) where scalar.value >= 0x20 && scalar.value != 0x7f:
      search.type(scalar)
    default: return
    }
    goOn(from: top, step: 1, context)
  }

  /// Goes to the next line that has what is searched for, round at the ends.
  private mutating func goOn(from start: Int, step: Int, _ context: DialogContext) {
    guard let match = TextMatch(search.text), let texts = laid?.texts else { return }
    let order = texts.indices.lazy.map {
      ((start + $0 * step) % texts.count + texts.count) % texts.count
    }
    if let found = order.first(where: { match.isFound(in: texts[$0]) }) { top = found }
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = context.textWidth
    page.leastHeight = context.room.height
    page.body = lines(laidOutFor: context) ?? lines(context)
    page.top = top
    guard isTyping || !search.text.isEmpty else { return page }
    page.head = [DialogLine("/", .accent).adding(context.padded(search.text, to: 30), .input)]
    if isTyping { page.inputColumn = 1 + context.measure(search.text) }
    guard let match = TextMatch(search.text) else { return page }
    var isFound = false
    for index in page.body.indices
    where match.isFound(in: page.body[index].pieces.map(\.text).joined()) {
      isFound = true
      for piece in page.body[index].pieces.indices {
        page.body[index].pieces[piece].style.role = .match
      }
    }
    if !isFound { page.head[0].add(" not in the help", .warn) }
    return page
  }

  private func lines(_ context: DialogContext) -> [DialogLine] {
    let document = HelpSections.document(commands, tables, context.glyphs)
    return first.lines(context) + [DialogLine()] + DocumentLines(context).lines(document.sections)
  }
}
