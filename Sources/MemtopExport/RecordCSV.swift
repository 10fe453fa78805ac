import MemtopCore

/// Rows of any subject as comma-separated values (RFC 4180), with a first line of field ids.
///
/// Sizes are in bytes, times in RFC 3339, several pids have blanks between them. An absent value is empty;
/// a refused one is `denied`.
public enum RecordCSV {
  /// Writes the lines.
  ///
  /// Throws: what the output's sink throws.
  public static func write<F: TableField, Row>(
    _ fields: [F], _ rows: some Sequence<Row>, to output: consuming ChunkedOutput,
    value: (F, Row) -> FieldValue
  ) throws {
    line(fields.map(\.id), &output)
    for row in rows {
      line(fields.map { text(value($0, row)) }, &output)
      try output.passOn()
    }
    try output.finish()
  }

  static func line(_ values: [String], _ output: inout ChunkedOutput) {
    for (number, value) in values.enumerated() {
      if number > 0 { output.put(",") }
      output.put(quoted(value))
    }
    output.put("\r\n")
  }

  /// In double quotes where it holds one, a comma or a line end; an inner quote is doubled. What a
  /// spreadsheet would take for a formula has an apostrophe in front, which makes it text there.
  static func quoted(_ value: String) -> String {
    let value = isFormula(value) ? "'" + value : value
    guard value.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }) else {
      return value
    }
    var result = "\""
    for character in value.unicodeScalars {
      if character == "\"" { result += "\"" }
      result.unicodeScalars.append(character)
    }
    return result + "\""
  }

  /// `=`, `+`, `-`, `@` or a tab begin one, unless it is a number as memtop itself writes it.
  private static func isFormula(_ value: String) -> Bool {
    guard let first = value.utf8.first, [0x3d, 0x2b, 0x2d, 0x40, 0x09].contains(first) else {
      return false
    }
    let parts = value.utf8.dropFirst().split(separator: 0x2e, omittingEmptySubsequences: false)
    let isNumber =
      parts.count <= 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { byte in (0x30...0x39).contains(byte) }
      }
    return first != 0x2d || !isNumber
  }

  static func text(_ value: FieldValue) -> String {
    switch value {
    case .bytes(let size): String(size)
    case .growth(let change): String(change)
    case .number(let number): String(number)
    case .percent(let share): Quantity.fixed(share, 3)
    case .rate(let value), .byteRate(let value), .index(let value), .ratio(let value):
      Quantity.fixed(value, 3)
    case .flag(let flag): flag ? "yes" : "no"
    case .time(let time): ExportTime.rfc3339(time)
    case .span(let span): Quantity.microseconds(span)
    case .text(let text): text
    case .pids(let pids): pids.map { String($0) }.joined(separator: " ")
    case .unlimited: "max"
    case .absent: ""
    case .denied: "denied"
    case .failed: "failed"
    }
  }
}
