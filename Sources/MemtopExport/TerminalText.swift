/// Text as one terminal can show it.
struct TerminalText {
  /// False where the reader's locale is not UTF-8; then the text is ASCII only.
  let isUnicode: Bool
  /// How many cells a text takes.
  let measure: (String) -> Int

  /// What cannot be shown outside UTF-8 is written as an escape.
  func shown(_ text: String) -> String {
    guard !isUnicode, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      result += scalar.isASCII ? String(scalar) : "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }

  func padded(_ text: String, _ width: Int, alignsRight: Bool) -> String {
    let blanks = String(repeating: " ", count: max(0, width - measure(text)))
    return alignsRight ? blanks + text : text + blanks
  }
}
