import MemtopCore

/// The kernel's memory for people, in aligned columns. What is not told takes no space; the last line
/// says why it is not.
public struct KernelText {
  private let terminal: TerminalText
  private let table: TextTable
  private let text: FieldText

  /// - Parameters:
  ///   - isUnicode: the terminal shows more than ASCII.
  ///   - measure: how many cells a text takes.
  public init(isUnicode: Bool, measure: @escaping (String) -> Int) {
    terminal = TerminalText(isUnicode: isUnicode, measure: measure)
    table = TextTable(terminal)
    text = FieldText(now: 0, absent: isUnicode ? "–" : "-", saysUnits: true)
  }

  /// Writes the report.
  ///
  /// Throws: what the output's sink throws.
  public func write(_ report: KernelReport, to output: consuming ChunkedOutput) throws {
    var output = output
    for group in KernelFigure.Group.allCases {
      let told = KernelFigure.told(group, report.memory).map { figure, value in
        figure.title + " " + text.write(value)
      }
      if !told.isEmpty { table.put(group.title, told.joined(separator: ", "), to: &output) }
    }
    for one in KernelTable.all {
      guard let rows = report.rows(one).map(one.inUse), !rows.isEmpty else { continue }
      // A column that tells nothing takes no space.
      let told = one.columns.indices.filter { column in rows.contains { $0[column] != .absent } }
      output.put("\n" + one.title + "\n")
      try table.put(
        told.map {
          TextTable.Column(one.columns[$0].title, alignsRight: one.columns[$0].unit.alignsRight)
        },
        rows.map { row in told.map { text.write(row[$0]) } }, to: &output)
    }
    if !report.memory.unknown.isEmpty {
      output.put("\n")
      let reasons = report.memory.unknown.map { "\($0.what) (\($0.why))" }
      table.put("Not told", reasons.joined(separator: ", "), to: &output)
    }
    try output.finish()
  }
}
