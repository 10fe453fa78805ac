import LinuxKernel
import MemtopCore

/// A kill order as text for people.
public struct VictimsTable {
  private let style: FieldText
  private let table: TextTable
  private let isUnicode: Bool

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(_ style: FieldText, isUnicode: Bool, measure: @escaping (String) -> Int) {
    self.style = style
    self.isUnicode = isUnicode
    table = TextTable(TerminalText(isUnicode: isUnicode, measure: measure))
  }

  /// Writes the lines.
  ///
  /// Throws: what the output's sink throws.
  public func write(_ report: VictimsReport, to output: consuming ChunkedOutput) throws {
    for (subject, text) in summary(report) { table.put(subject, text, to: &output) }
    output.put("\n")
    let fields = VictimField.columns(report.candidates.rules, foretold: report.outlook != nil)
    let columns = fields.map { field in
      TextTable.Column(
        field == .rank && !report.view.isWhole
          ? "RANK OF \(report.view.visible) VISIBLE" : field.title,
        alignsRight: field.kind.alignsRight)
    }
    let words = VictimList.Style(absent: style.absent, arrow: isUnicode ? "→" : "->")
    let rows = report.rows(words).map { row in fields.map { $0.text(row) } }
    try table.put(columns, rows, to: &output)
    try output.finish()
  }

  private func summary(_ report: VictimsReport) -> [(String, String)] {
    let total = Quantity.bytes(UInt64(clamping: report.pages.bytes(report.scope.totalPages)))
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
