/// Breaks text at blanks so that it fits a width.
enum TextWrap {
  static func measure(_ text: String, _ columns: Surface.CharacterWidth) -> Int {
    text.unicodeScalars.reduce(0) { $0 + max(0, columns($1)) }
  }

  /// A word longer than a line is broken where the line ends.
  static func lines(_ text: String, width: Int, columns: Surface.CharacterWidth) -> [String] {
    let width = max(2, width)
    var lines: [String] = []
    var line = ""
    var taken = 0
    for word in text.split(separator: " ") {
      let length = measure(String(word), columns)
      if taken > 0, taken + 1 + length > width {
        lines.append(line)
        line = ""
        taken = 0
      }
      if taken > 0 {
        line += " "
        taken += 1
      }
      for scalar in word.unicodeScalars {
        let cells = max(0, columns(scalar))
        if taken + cells > width {
          lines.append(line)
          line = ""
          taken = 0
        }
        line.unicodeScalars.append(scalar)
        taken += cells
      }
    }
    if taken > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// Text cut to a width where it begins, `more` before it where something is missing.
  static func cutInFront(
    _ text: String, width: Int, more: String, columns: Surface.CharacterWidth
  ) -> String {
    guard measure(text, columns) > width else { return text }
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty, measure(more + String(rest), columns) > width { rest.removeFirst() }
    return more + String(rest)
  }

  /// Text cut to a width, `more` at its end where something is missing.
  static func cut(
    _ text: String, width: Int, more: String, columns: Surface.CharacterWidth
  ) -> String {
    if measure(text, columns) <= width { return text }
    let room = width - measure(more, columns)
    guard room >= 0 else { return "" }
    var result = ""
    var taken = 0
    for scalar in text.unicodeScalars {
      let cells = max(0, columns(scalar))
      if taken + cells > room { break }
      result.unicodeScalars.append(scalar)
      taken += cells
    }
    return result + more
  }

  /// Text with blanks after it (or before it) up to a width.
  static func pad(
    _ text: String, to width: Int, right: Bool = false, columns: Surface.CharacterWidth
  ) -> String {
    let blanks = String(repeating: " ", count: max(0, width - measure(text, columns)))
    return right ? blanks + text : text + blanks
  }
}

extension DialogContext {
  /// Cells that a line of running text may have.
  var textWidth: Int { min(mostTextWidth, DialogPage.inset(width: room.width).width) }

  /// There is no room for more than the numbers.
  var isNarrow: Bool { textWidth < 30 }

  /// A sentence or more as lines no wider than the dialog; `indent` cells before all but the first.
  func wrapped(_ text: String, _ role: Role = .plain, indent: Int = 0) -> [DialogLine] {
    let indent = indent < textWidth / 2 ? indent : 0
    let texts = TextWrap.lines(
      glyphs.spelled(text), width: textWidth - indent, columns: columns)
    return texts.enumerated().map { index, text in
      DialogLine(index > 0 ? String(repeating: " ", count: indent) + text : text, role)
    }
  }

  func measure(_ text: String) -> Int { TextWrap.measure(glyphs.spelled(text), columns) }

  func cut(_ text: String, to width: Int) -> String {
    TextWrap.cut(glyphs.spelled(text), width: width, more: glyphs.more, columns: columns)
  }

  func padded(_ text: String, to width: Int, right: Bool = false) -> String {
    TextWrap.pad(glyphs.spelled(text), to: width, right: right, columns: columns)
  }
}
