/// One line of a dialog: pieces of text, each with its meaning.
struct DialogLine: Sendable, Equatable {
  struct Piece: Sendable, Equatable {
    var text: String
    var style: Style
  }

  var pieces: [Piece]
  /// The cursor stands on this line.
  var isSelected = false
  /// Which entry of a list it is, for clicks.
  var entry: Int?

  init(_ text: String = "", _ role: Role = .plain, bold: Bool = false) {
    pieces = text.isEmpty ? [] : [Piece(text: text, style: Style(role, bold: bold))]
  }

  mutating func add(_ text: String, _ role: Role = .plain, bold: Bool = false) {
    pieces.append(Piece(text: text, style: Style(role, bold: bold)))
  }

  func adding(_ text: String, _ role: Role = .plain, bold: Bool = false) -> DialogLine {
    var line = self
    line.add(text, role, bold: bold)
    return line
  }

  func width(_ columns: Surface.CharacterWidth) -> Int {
    pieces.reduce(0) { $0 + TextWrap.measure($1.text, columns) }
  }

  /// The same line in the characters that the screen has.
  func spelled(_ glyphs: Glyphs) -> DialogLine {
    var line = self
    for index in line.pieces.indices {
      line.pieces[index].text = glyphs.spelled(line.pieces[index].text)
    }
    return line
  }

  func draw(into surface: inout Surface, x: Int, y: Int, width: Int) {
    var at = x
    for piece in pieces where at < x + width {
      at += surface.put(piece.text, x: at, y: y, style: piece.style, limit: x + width - at)
    }
  }
}
