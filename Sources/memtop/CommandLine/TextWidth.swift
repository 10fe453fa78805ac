extension CharacterEncoding {
  /// How many cells a text takes in a terminal of this locale.
  func cells(_ text: String) -> Int {
    let width = width
    return text.unicodeScalars.reduce(0) { $0 + max(0, width($1)) }
  }
}
