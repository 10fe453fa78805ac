import MemtopCore

/// What the Explain view shows, from top to bottom.
extension ExplainDialog {
  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    // The whole screen: what is behind it has nothing to do with it.
    page.leastWidth = context.room.width
    page.leastHeight = context.room.height
    page.top = top
    if facts.hasEnded {
      page.head = [DialogLine("It has ended. This was its last.", .bad, bold: true)]
    }
    let sections = facts.document(unit: context.settings.unit).sections
    let inside = DialogPage.inset(width: context.room.width).width
    let column = (inside - Self.gap) / 2
    guard column >= Self.leastColumn else {
      page.body = DocumentLines(context).lines(sections)
      return page
    }
    var half = context
    half.room.width = column + context.room.width - inside
    let text = DocumentLines(half)
    page.body = Self.beside(
      text.lines(sections.filter { !Self.right.contains($0.id) }),
      text.lines(sections.filter { Self.right.contains($0.id) }), at: half.textWidth + Self.gap,
      context)
    return page
  }

  /// What stands in the right column where there are two.
  private static let right = ["memory", "mappings"]
  /// Two columns are no use below this.
  private static let leastColumn = 54
  private static let gap = 3

  /// Two columns, where there is room for both.
  private static func beside(
    _ left: [DialogLine], _ right: [DialogLine], at column: Int, _ context: DialogContext
  ) -> [DialogLine] {
    (0..<max(left.count, right.count)).map { place in
      var line = place < left.count ? left[place].spelled(context.glyphs) : DialogLine()
      guard place < right.count, !right[place].pieces.isEmpty else { return line }
      line.add(String(repeating: " ", count: max(0, column - line.width(context.columns))))
      line.pieces += right[place].pieces
      return line
    }
  }
}
