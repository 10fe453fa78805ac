/// Lines of a table in a dialog: a text, then numbers in columns that line up.
struct ColumnLines {
  struct Row {
    var text: String
    var numbers: [String]
    var role = Role.plain
    var isBold = false
    /// The end of the text tells more than its beginning, as of a path.
    var keepsEnd = false
  }

  private static let gap = 2
  /// Numbers give way where there is less for the text.
  private static let leastText = 8

  static func make(_ rows: [Row], _ context: DialogContext) -> [DialogLine] {
    var widths = widths(rows, context)
    func taken() -> Int { widths.reduce(0) { $0 + $1 + gap } }
    while !widths.isEmpty, context.textWidth - taken() < leastText { widths.removeLast() }
    let room = min(widest(rows, context), max(2, context.textWidth - taken()))
    return rows.map { row in
      let cut =
        row.keepsEnd ? context.cutInFront(row.text, to: room) : context.cut(row.text, to: room)
      var text = context.padded(cut, to: room)
      for (width, number) in zip(widths, row.numbers) {
        text += String(repeating: " ", count: gap) + context.padded(number, to: width, right: true)
      }
      return DialogLine(text, row.role, bold: row.isBold)
    }
  }

  /// Whether all numbers have room beside as much of the texts as tells them apart.
  static func fit(_ rows: [Row], tellingText: Int, _ context: DialogContext) -> Bool {
    let text = min(tellingText, widest(rows, context))
    return widths(rows, context).reduce(text) { $0 + $1 + gap } <= context.textWidth
  }

  private static func widest(_ rows: [Row], _ context: DialogContext) -> Int {
    rows.map { context.measure($0.text) }.max() ?? 0
  }

  /// Of each column of numbers.
  private static func widths(_ rows: [Row], _ context: DialogContext) -> [Int] {
    let count = rows.map(\.numbers.count).max() ?? 0
    return (0..<count).map { column in
      rows.map { column < $0.numbers.count ? context.measure($0.numbers[column]) : 0 }.max() ?? 0
    }
  }
}

extension DialogContext {
  /// Text cut to a width where it begins.
  func cutInFront(_ text: String, to width: Int) -> String {
    TextWrap.cutInFront(glyphs.spelled(text), width: width, more: glyphs.more, columns: columns)
  }
}
