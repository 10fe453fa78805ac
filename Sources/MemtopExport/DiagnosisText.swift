import MemtopCore

/// A diagnosis for people, as plain text or as Markdown.
public struct DiagnosisText {
  private let terminal: TerminalText
  private let isMarkdown: Bool

  /// - Parameters:
  ///   - isUnicode: the terminal shows more than ASCII.
  ///   - measure: how many cells a text takes.
  public init(
    isMarkdown: Bool, isUnicode: Bool, measure: @escaping (String) -> Int
  ) {
    self.isMarkdown = isMarkdown
    terminal = TerminalText(isUnicode: isUnicode || isMarkdown, measure: measure)
  }

  /// Writes the report.
  ///
  /// Throws: what the output's sink throws.
  public func write(
    _ report: DiagnosisReport, to output: consuming ChunkedOutput
  ) throws {
    var output = output
    for line in lines(report) { output.put(terminal.shown(line) + "\n") }
    try output.finish()
  }

  /// The lines before they are made fit for a terminal.
  func lines(_ report: DiagnosisReport) -> [String] {
    let verdict = report.verdict
    let held = report.held(verdict.since).map { $0 >= 1 ? ", for \(Int($0)) s" : "" } ?? ""
    var lines = isMarkdown ? ["# \(verdict.level.word) (\(verdict.kind.rawValue))", ""] : []
    lines.append(
      isMarkdown
        ? verdict.sentence
        : "\(verdict.level.word) (\(verdict.kind.rawValue)\(held)): \(verdict.sentence)")
    for finding in verdict.findings { lines += self.finding(finding, verdict) }
    lines += needs(report.needs)
    if !verdict.forecast.isEmpty {
      lines += heading("Forecast")
      lines += verdict.forecast.map {
        item(
          "\($0.what): gone in \(TimeSpan.text($0.seconds)) "
            + "(\(TimeSpan.text($0.band.lowerBound)) to \(TimeSpan.text($0.band.upperBound))), at "
            + "\(Quantity.rate(-$0.slope)) less")
      }
      if !report.killed.isEmpty {
        lines.append(
          item(
            (report.view.isWhole
              ? "killed when it runs out: " : "of the visible, killed when it runs out: ")
              + report.killed.map {
                "\($0.name) (\($0.process.pid)) with \(Quantity.bytes($0.badness))"
              }.joined(separator: ", then ")))
      }
    }
    if !verdict.unknown.isEmpty {
      lines += heading("Not told")
      lines += verdict.unknown.map { item("\($0.what): \($0.why)") }
    }
    return lines
  }

  private func heading(_ text: String) -> [String] {
    isMarkdown ? ["", "## \(text)", ""] : ["", text]
  }

  private func item(_ text: String) -> String { (isMarkdown ? "- " : "  ") + text }

  private func finding(_ finding: Finding, _ verdict: Verdict) -> [String] {
    var lines = heading("\(finding.kind.rawValue), \(finding.level.word.lowercased())")
    if finding.sentence != verdict.sentence { lines.append(item(finding.sentence)) }
    lines += finding.evidence.map { item("\($0.name): \($0.text) (\($0.source))") }
    if !finding.who.isEmpty {
      lines.append(item("who: " + finding.who.map(\.text).joined(separator: ", ")))
    }
    for (number, advice) in finding.advice.enumerated() {
      let command = advice.command.map { isMarkdown ? ": `\($0)`" : ": \($0)" } ?? ""
      lines.append(item("\(number + 1). \(advice.action) (\(advice.reason))\(command)"))
    }
    return lines
  }

  private func needs(_ needs: Needs) -> [String] {
    func size(_ value: UInt64?) -> String { value.map { Quantity.bytes($0) } ?? "not told" }
    var lines = heading("What this host needs")
    lines.append(
      item(
        "demand that cannot be given back: \(size(needs.demand)) of \(size(needs.total)), at most "
          + "\(size(needs.peakDemand)) in the watch"))
    lines.append(
      item("reclaimable: \(size(needs.reclaimable)), available: \(size(needs.available))"))
    if let missing = needs.missing {
      lines.append(
        item("\(Quantity.bytes(missing)) more would leave a tenth of memory available"))
    }
    if !needs.processes.isEmpty {
      lines.append(item("biggest processes: " + needs.processes.joined(separator: ", ")))
    }
    if !needs.groups.isEmpty {
      lines.append(item("biggest groups: " + needs.groups.joined(separator: ", ")))
    }
    lines += needs.settings.map { item("\($0.name) = \($0.value): \($0.judgement)") }
    return lines
  }
}
