import MemtopCore

/// A kill order as comma-separated values (RFC 4180). Units are those of the JSON; several pids stand
/// with blanks between them.
public enum VictimsCSV {
  /// Writes the lines.
  ///
  /// Throws: what the output's sink throws.
  public static func write(_ report: VictimsReport, to output: consuming ChunkedOutput) throws {
    let rules = report.candidates.rules
    let names = VictimTerm.named(KillTerms(), rules).map(\.0)
    SnapshotCSV.line(
      ["rank", "pid", "comm", "badness"] + names
        + [
          "uncertainty", "tiedWith", "frees", "freesSwap", "alsoKilled", "group", "oomScoreAdj",
          "rankBefore", "ofVisible", "rankWhenItRunsOut",
        ], &output)
    func pids(_ rows: some Sequence<Int32>) -> String {
      rows.map { String(report.pid($0)) }.joined(separator: " ")
    }
    for victim in report.victims {
      var values = [String(victim.rank), String(report.pid(victim.row))]
      values.append(report.comm(victim.row) ?? "")
      values.append(String(victim.badness))
      values += VictimTerm.named(victim.terms, rules).map { String($0.1) }
      values.append(victim.uncertainty.map { String($0) } ?? "")
      values.append(pids(report.order.tied(with: victim)))
      values += [victim.freedMemory, victim.freedSwap].map { String(report.bytes($0)) }
      values.append(pids(victim.alsoKilled))
      values.append(victim.group.map { VisibleText.make($0) } ?? "")
      values.append(String(report.candidates.processes[Int(victim.row)].adj))
      values.append((report.orderBefore?.rank(of: victim.row)).map { String($0) } ?? "")
      values.append(report.view.isWhole ? "" : String(report.view.visible))
      values.append((report.outlook?.order.rank(of: victim.row)).map { String($0) } ?? "")
      SnapshotCSV.line(values, &output)
      try output.passOn()
    }
    try output.finish()
  }
}
