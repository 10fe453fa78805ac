/// A line the user types into. What stood there before is replaced by the first character typed.
struct TypedText: Sendable, Equatable {
  private(set) var text: String
  private var isFresh = true
  let limit: Int

  init(_ text: String = "", limit: Int = 64) {
    self.text = text
    self.limit = limit
  }

  mutating func type(_ scalar: Unicode.Scalar) {
    if isFresh { text = "" }
    isFresh = false
    if text.unicodeScalars.count < limit { text.unicodeScalars.append(scalar) }
  }

  mutating func backspace() {
    isFresh = false
    if !text.isEmpty { text.unicodeScalars.removeLast() }
  }

  mutating func clear() {
    isFresh = false
    text = ""
  }

  /// Another text to begin with.
  mutating func replace(_ text: String) {
    self.text = text
    isFresh = true
  }
}
