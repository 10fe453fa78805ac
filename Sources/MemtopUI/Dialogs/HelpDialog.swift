import MemtopCore

/// All keys, all columns and what the numbers mean, with a search.
public struct HelpDialog: PagedDialog {
  public let title = "Help"
  private let topics: [HelpTopic]
  private(set) var top = 0
  /// What is searched for; empty where nothing is.
  private(set) var search = TypedText()
  private(set) var isTyping = false

  public init(_ commands: [CommandListing], _ fields: [Field] = Field.all) {
    topics = HelpTopic.all(commands, fields)
  }

  public var takesText: Bool { isTyping }

  public var keys: [(key: String, label: String)] {
    if isTyping { return [("Enter", "Keep"), ("Esc", "Leave the search")] }
    let next = search.text.isEmpty ? [] : [(key: "n N", label: "Next, previous")]
    return [("Up Down PgUp PgDn", "Scroll"), ("/", "Search")] + next + [("Esc", "Close")]
  }

  public mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
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
    guard !search.text.isEmpty else { return }
    let lines = lines(context)
    let order = lines.indices.map {
      ((start + $0 * step) % lines.count + lines.count) % lines.count
    }
    if let found = order.first(where: { isMatch(lines[$0]) }) { top = found }
  }

  private func isMatch(_ line: DialogLine) -> Bool {
    let wanted = search.text.lowercased()
    return line.pieces.map(\.text).joined().lowercased().contains(wanted)
  }

  public func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = context.textWidth
    page.leastHeight = context.room.height
    page.body = lines(context)
    page.top = top
    guard isTyping || !search.text.isEmpty else { return page }
    page.head = [DialogLine("/", .accent).adding(context.padded(search.text, to: 30), .input)]
    if isTyping { page.inputColumn = 1 + context.measure(search.text) }
    guard !search.text.isEmpty else { return page }
    var isFound = false
    for index in page.body.indices where isMatch(page.body[index]) {
      isFound = true
      for piece in page.body[index].pieces.indices {
        page.body[index].pieces[piece].style.role = .match
      }
    }
    if !isFound { page.head[0].add(" not in the help", .warn) }
    return page
  }

  /// Wide enough for most names; longer ones have a line of their own.
  private static let nameWidth = 14

  private func lines(_ context: DialogContext) -> [DialogLine] {
    let indent = context.textWidth >= 2 * Self.nameWidth ? Self.nameWidth : 2
    return topics.enumerated().flatMap { index, topic in
      (index > 0 ? [DialogLine()] : []) + [DialogLine(topic.title, .accent, bold: true)]
        + topic.entries.flatMap { entry($0, indent, context) }
    }
  }

  private func entry(_ entry: HelpTopic.Entry, _ indent: Int, _ context: DialogContext)
    -> [DialogLine]
  {
    let name = entry.name(context.glyphs)
    guard !name.isEmpty else { return context.wrapped(entry.text) }
    let columns = context.columns
    let width = context.textWidth - indent
    let text = TextWrap.lines(context.glyphs.spelled(entry.text), width: width, columns: columns)
    let aside =
      entry.aside.isEmpty
      ? []
      : TextWrap.lines(context.glyphs.spelled(entry.aside), width: width, columns: columns)
    let blank = String(repeating: " ", count: indent)
    var lines =
      text.map { DialogLine(blank).adding($0) } + aside.map { DialogLine(blank).adding($0, .dim) }
    if context.measure(name) < indent {
      lines[0].pieces[0] = .init(
        text: context.padded(name, to: indent), style: Style(.key))
    } else {
      lines.insert(DialogLine(name, .key), at: 0)
    }
    return lines
  }
}
