/// Shortens text to the cells there are.
enum CutText {
  /// The whole words that fit, the last one followed by the mark for more; a first word that is too
  /// long is cut inside.
  ///
  /// Every character counts as one cell, so the text must be plain or measured by the caller.
  static func words(_ text: String, to cells: Int, _ glyphs: Glyphs) -> String {
    guard text.unicodeScalars.count > cells else { return text }
    guard cells > 0 else { return "" }
    let head = text.unicodeScalars.prefix(cells)
    let end = text.unicodeScalars.index(text.unicodeScalars.startIndex, offsetBy: cells)
    let room = head.dropLast()
    // The cut may fall between two words; then the last one is whole.
    if text.unicodeScalars[text.unicodeScalars.index(before: end)] == " " {
      return String(String.UnicodeScalarView(trimmed(room))) + glyphs.more
    }
    guard let blank = room.lastIndex(of: " ") else {
      return String(String.UnicodeScalarView(room)) + glyphs.more
    }
    return String(String.UnicodeScalarView(trimmed(room[..<blank]))) + glyphs.more
  }

  private static func trimmed(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
    var text = text
    while let last = text.last, " ,;:(".unicodeScalars.contains(last) { text.removeLast() }
    return text
  }
}
