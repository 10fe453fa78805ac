import LinuxKernel
import MemtopCore

/// A kill order as text for people.
public struct VictimsTable {
  private let style: FieldText
  private let table: TextTable

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(_ style: FieldText, isUnicode: Bool, measure: @escaping (String) -> Int) {
    self.style = style
    table = TextTable(TerminalText(isUnicode: isUnicode, measure: measure))
  }

  /// Writes the lines.
  ///
  /// Throws: what the output's sink throws.
  public func write(_ report: VictimsReport, to output: consuming ChunkedOutput) throws {
    for (subject, text) in summary(report) { table.put(subject, text, to: &output) }
    output.put("\n")
    let names = VictimTerm.named(KillTerms(), report.candidates.rules).map(\.0)
    let columns =
      ([report.view.isWhole ? "RANK" : "RANK OF \(report.view.visible) VISIBLE"]
      + (report.outlook == nil ? [] : ["AT END"]) + ["PID"])
      .map { TextTable.Column($0, alignsRight: true) }
      + [TextTable.Column("COMM", alignsRight: false)]
      + (["BADNESS", "SIZE"] + names.map { $0.uppercased() } + ["FREES", "IN ALL"])
      .map { TextTable.Column($0, alignsRight: true) }
      + [TextTable.Column("DIES WITH IT", alignsRight: false)]
    var freed: Int64 = 0
    var rows: [[String]] = []
    for victim in report.victims {
      freed = freed.addingSaturated(victim.freedMemory)
      rows.append(row(victim, report, freed))
    }
    try table.put(columns, rows, to: &output)
    try output.finish()
  }

  private func row(_ victim: KillVictim, _ report: VictimsReport, _ freed: Int64) -> [String] {
    func size(_ pages: Int64) -> String {
      let bytes = report.bytes(pages)
      return (bytes < 0 ? "-" : "") + Quantity.bytes(bytes.magnitude, unit: style.unit)
    }
    var texts = [rank(victim, report)]
    if let told = report.outlook?.order {
      texts.append(told.rank(of: victim.row).map { String($0) } ?? "")
    }
    texts.append(String(report.pid(victim.row)))
    texts.append(report.comm(victim.row) ?? style.absent)
    texts += [String(victim.badness), size(victim.badness)]
    texts += VictimTerm.named(victim.terms, report.candidates.rules).map { size($0.1) }
    texts += [size(victim.freedMemory), size(freed)]
    var others = victim.alsoKilled.prefix(8).map { String(report.pid($0)) }
    if victim.alsoKilled.count > 8 { others.append("and \(victim.alsoKilled.count - 8) more") }
    if let group = victim.group { others.append("(" + VisibleText.make(group) + ")") }
    texts.append(others.joined(separator: " "))
    return texts
  }

  /// `1`, `1 or 2` where that cannot be told, `1 to 5`, and `4 (was 2)` after an edit.
  private func rank(_ victim: KillVictim, _ report: VictimsReport) -> String {
    let ranks = report.order.possibleRanks(of: victim)
    var text =
      ranks.count == 1
      ? "\(victim.rank)"
      : "\(ranks.lowerBound) \(ranks.count == 2 ? "or" : "to") \(ranks.upperBound)"
    if let before = report.orderBefore {
      let was = before.rank(of: victim.row)
      if was != victim.rank { text += " (was \(was.map { String($0) } ?? "never"))" }
    }
    return text
  }

  private func summary(_ report: VictimsReport) -> [(String, String)] {
    let total = Quantity.bytes(UInt64(clamping: report.bytes(report.scope.totalPages)))
    let scope =
      report.scope.group.map { "cgroup " + VisibleText.make($0) }
      ?? report.scope.nodes.map { "nodes \($0) (cpuset)" } ?? "host"
    let size =
      report.scope.isLimited
      ? "\(report.scope.totalPages) pages (\(total)) of memory and swap" : "without a limit"
    var lines = [
      ("scope", "\(scope), \(size)"),
      ("rules", report.candidates.rules.explanation.joined(separator: "; ")),
      ("policy", policy(report.policy)),
    ]
    if let limits = report.limits?.line { lines.append(("limits", limits)) }
    for done in report.edits {
      let was = done.was.map { String($0) } ?? style.absent
      lines.append(("if", "oom_score_adj of \(done.edit.pid) were \(done.edit.adj), not \(was)"))
    }
    let spared = Immunity.allCases.compactMap { reason -> String? in
      let count = reason == .unreadable ? 0 : report.immune(reason).count
      return count > 0 ? reason.text(count: count) : nil
    }
    if !spared.isEmpty { lines.append(("never", spared.joined(separator: "; "))) }
    if let check = check(report) { lines.append(("check", check)) }
    return lines + report.notes.map { ("note", $0) }
  }

  /// How the kernel's own scores compare; nil where there is none.
  private func check(_ report: VictimsReport) -> String? {
    let check = report.check
    guard check.compared > 0 else { return nil }
    let shown = check.differences.prefix(4).map {
      "; \(report.pid($0.row)) has \($0.kernel), not \($0.derived)"
    }
    let rest = check.differences.count - shown.count
    return "oom_score follows from these numbers for "
      + "\(check.compared - check.differences.count) of \(check.compared) processes"
      + shown.joined() + (rest > 0 ? "; and \(rest) more" : "")
  }

  private func policy(_ policy: KillPolicy) -> String {
    let settings = policy.settings.map {
      "\($0.name) \($0.value.map { String($0) } ?? style.absent)"
    }
    let killers = policy.killers.map { "\($0.name) running (pid \($0.pid))" }
    return (settings + (killers.isEmpty ? ["no other killer seen"] : killers))
      .joined(separator: ", ")
  }
}
