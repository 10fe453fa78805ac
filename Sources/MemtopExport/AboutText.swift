import MemtopCore

/// What an act would do, or did, in lines for people.
public struct AboutText {
  private let table: TextTable

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(isUnicode: Bool, measure: @escaping (String) -> Int) {
    table = TextTable(TerminalText(isUnicode: isUnicode, measure: measure))
  }

  /// Throws: what the output's sink throws.
  public func write(_ lines: [AboutLine], to output: consuming ChunkedOutput) throws {
    for line in lines {
      table.put(line.about, line.text, to: &output)
      try output.passOn()
    }
    try output.finish()
  }
}
