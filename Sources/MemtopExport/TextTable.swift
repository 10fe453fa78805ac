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
    let lines = [columns.map(\.title)] + rows.map { $0.map(terminal.shown) }
    var widths = columns.map { _ in 0 }
    for line in lines {
      for (column, text) in line.enumerated() {
        widths[column] = max(widths[column], terminal.measure(text))
      }
    }
    for line in lines {
      var text = ""
      for (column, value) in line.enumerated() {
        if column > 0 { text += "  " }
        let alignsRight = columns[column].alignsRight
        let isLastText = column == line.count - 1 && !alignsRight
        text +=
          isLastText
          ? value
          : terminal.padded(value, widths[column], alignsRight: alignsRight)
      }
      output.put(text + "\n")
      try output.passOn()
    }
  }
}
