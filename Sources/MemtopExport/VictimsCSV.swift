import MemtopCore

/// A kill order as comma-separated values (RFC 4180). Units are those of the JSON; several pids stand
/// with blanks between them.
public enum VictimsCSV {
  /// Writes the lines.
  ///
  /// Throws: what the output's sink throws.
  public static func write(_ report: VictimsReport, to output: consuming ChunkedOutput) throws {
    let fields = VictimField.of(.csv, report.candidates.rules)
    SnapshotCSV.line(fields.map(\.id), &output)
    try report.rows(nil) { row in
      SnapshotCSV.line(fields.map { SnapshotCSV.text($0.value(row)) }, &output)
      try output.passOn()
    }
    try output.finish()
  }
}
