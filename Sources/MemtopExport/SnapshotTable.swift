import MemtopCore

/// A model as text for people: the host in a few lines, then the processes in aligned columns.
public struct SnapshotTable {
  private let style: FieldText
  private let table: TextTable

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(_ style: FieldText, isUnicode: Bool, measure: @escaping (String) -> Int) {
    self.style = style
    table = TextTable(TerminalText(isUnicode: isUnicode, measure: measure))
  }

  /// Writes the lines; the state is the report's verdict where there is one.
  ///
  /// Throws: what the output's sink throws.
  public func write(
    _ model: Model, rows: [Int32], fields: [Field], report: DiagnosisReport? = nil,
    to output: consuming ChunkedOutput
  ) throws {
    for line in HostSummary(model, style, report?.verdict).lines {
      table.put(line.subject, line.text, to: &output)
    }
    output.put("\n")
    try table.put(fields, rows, to: &output) { style.write($0.value(model, Int($1))) }
    try output.finish()
  }
}
