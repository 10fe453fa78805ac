import MemtopCore

/// A model as text for people: the host in a few lines, then the processes in aligned columns.
public struct SnapshotTable {
  private let style: FieldText
  private let terminal: TerminalText

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(_ style: FieldText, isUnicode: Bool, measure: @escaping (String) -> Int) {
    self.style = style
    terminal = TerminalText(isUnicode: isUnicode, measure: measure)
  }

  /// Writes the lines.
  ///
  /// Throws: what the output's sink throws.
  public func write(
    _ model: Model, rows: [Int32], fields: [Field], to output: consuming ChunkedOutput
  ) throws {
    for line in HostSummary(model, style).lines {
      output.put(
        terminal.padded(line.subject, 10, alignsRight: false) + terminal.shown(line.text) + "\n")
    }
    output.put("\n")
    let titles = fields.map { terminal.shown($0.title) == $0.title ? $0.title : $0.id }
    let table = rows.map { row in
      fields.map { terminal.shown(style.write($0.value(model, Int(row)))) }
    }
    var widths = titles.map(terminal.measure)
    for line in table {
      for (column, text) in line.enumerated() {
        widths[column] = max(widths[column], terminal.measure(text))
      }
    }
    for line in [titles] + table {
      put(line, widths, fields, &output)
      try output.passOn()
    }
    try output.finish()
  }

  private func put(
    _ line: [String], _ widths: [Int], _ fields: [Field], _ output: inout ChunkedOutput
  ) {
    var text = ""
    for (column, value) in line.enumerated() {
      if column > 0 { text += "  " }
      let isLastText = column == line.count - 1 && !fields[column].kind.alignsRight
      text +=
        isLastText
        ? value
        : terminal.padded(value, widths[column], alignsRight: fields[column].kind.alignsRight)
    }
    output.put(text + "\n")
  }
}
