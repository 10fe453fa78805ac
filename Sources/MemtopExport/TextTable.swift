import MemtopCore

/// Text for people in aligned columns.
struct TextTable {
  /// One column's heading and side.
  struct Column {
    let title: String
    let alignsRight: Bool

    init(_ title: String, alignsRight: Bool) {
      self.title = title
      self.alignsRight = alignsRight
    }
  }

  private let terminal: TerminalText

  init(_ terminal: TerminalText) { self.terminal = terminal }

  /// Writes a subject and what is said of it.
  func put(_ subject: String, _ text: String, to output: inout ChunkedOutput) {
    // A longer subject than all others here must not run into what is said.
    let width = max(10, terminal.measure(subject) + 1)
    output.put(terminal.padded(subject, width, alignsRight: false) + terminal.shown(text) + "\n")
  }

  /// Writes headings and rows.
  ///
  /// Throws: what the output's sink throws.
  func put(_ columns: [Column], _ rows: [[String]], to output: inout ChunkedOutput) throws {
    let all = [columns.map(\.title)] + rows.map { row in row.map { terminal.shown($0) } }
    for line in lines(all, alignsRight: columns.map(\.alignsRight)) {
      output.put(line + "\n")
      try output.passOn()
    }
  }

  /// Writes rows of any subject below the headings of its fields.
  ///
  /// Throws: what the output's sink throws.
  func put<F: TableField, Row>(
    _ fields: [F], _ rows: some Sequence<Row>, to output: inout ChunkedOutput,
    text: (F, Row) -> String
  ) throws {
    let columns = fields.map { field in
      Column(
        terminal.shown(field.title) == field.title ? field.title : field.id,
        alignsRight: field.kind.alignsRight)
    }
    try put(columns, rows.map { row in fields.map { text($0, row) } }, to: &output)
  }

  /// Rows in aligned columns, of texts that are shown as they are. What stands last and begins at the left
  /// takes no more cells than it has.
  func lines(_ rows: [[String]], alignsRight: [Bool]) -> [String] {
    var widths = alignsRight.map { _ in 0 }
    for row in rows {
      for (column, text) in row.enumerated() {
        widths[column] = max(widths[column], terminal.measure(text))
      }
    }
    return rows.map { row in
      row.indices.map { column in
        column == row.count - 1 && !alignsRight[column]
          ? row[column]
          : terminal.padded(row[column], widths[column], alignsRight: alignsRight[column])
      }.joined(separator: "  ")
    }
  }
}
