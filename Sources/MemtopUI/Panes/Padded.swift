/// Text in a field of fixed width, so that nothing moves when a number grows.
enum Padded {
  /// Blanks on the left.
  static func right(_ text: String, _ cells: Int) -> String {
    String(repeating: " ", count: max(0, cells - text.unicodeScalars.count)) + text
  }

  /// Blanks on the right.
  static func left(_ text: String, _ cells: Int) -> String {
    text + String(repeating: " ", count: max(0, cells - text.unicodeScalars.count))
  }
}
