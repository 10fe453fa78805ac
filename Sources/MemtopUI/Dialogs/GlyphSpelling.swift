import MemtopCore

extension Glyphs {
  /// A text in the characters that the screen has: outside UTF-8 the signs that memtop's own texts
  /// use are written in ASCII, and what else ASCII lacks as `?`.
  public func spelled(_ text: String) -> String {
    if isUnicode || text.unicodeScalars.allSatisfy({ $0.isASCII }) { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += OwnSigns.ascii[scalar] ?? "?"
      }
    }
  }
}
