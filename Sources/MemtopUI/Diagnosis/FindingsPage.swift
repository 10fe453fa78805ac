import MemtopCore

/// What the page of findings shows, from top to bottom.
extension FindingsDialog {
  /// Wide screens show sources beside the charts.
  private static let mostWidth = 110

  func page(_ given: DialogContext) -> DialogPage {
    var context = given
    context.mostTextWidth = Self.mostWidth
    var page = DialogPage()
    // The box keeps its width while findings come and go.
    page.leastWidth = context.textWidth
    page.top = top
    guard let verdict else {
      page.body = context.wrapped("The host is judged with the second sample.", .dim)
      return page
    }
    page.head = head(verdict, context)
    var entry = 0
    for (place, finding) in verdict.findings.enumerated() {
      if place > 0 { page.body.append(DialogLine()) }
      page.body += lines(finding, verdict, &entry, context)
    }
    page.body += forecast(verdict, context) + unknown(verdict, context)
    if let said { page.foot = context.wrapped(said, .warn) }
    return page
  }

  private func head(_ verdict: Verdict, _ context: DialogContext) -> [DialogLine] {
    let (mark, role) = context.glyphs.look(of: verdict.level)
    var line = DialogLine("\(mark) \(verdict.level.word)", role, bold: true)
    line.add(held(verdict.since), .dim)
    if !charts.isEmpty { line.add("  charts of \(column)", .dim) }
    return [line] + context.wrapped(verdict.sentence)
  }

  /// For how long something has held; nothing of what has just begun.
  private func held(_ since: Double?) -> String {
    guard let since, now - since >= 5 else { return "" }
    return "  for \(TimeSpan.text(now - since))"
  }

  /// - Parameter entry: the number of the next place for the cursor.
  private func lines(
    _ finding: Finding, _ verdict: Verdict, _ entry: inout Int, _ context: DialogContext
  ) -> [DialogLine] {
    let role = finding.level >= .strained ? context.glyphs.look(of: finding.level).role : .accent
    var title = DialogLine(finding.kind.rawValue, role, bold: true)
      .adding(held(finding.since), .dim)
    if finding.who.allSatisfy({ $0.target == nil }) {
      place(&title, at: Stop(kind: finding.kind, target: nil), &entry)
    }
    var lines = [title]
    // The verdict's own is at the head.
    if finding.sentence != verdict.sentence { lines += context.wrapped(finding.sentence) }
    lines += EvidenceLines(evidence: finding.evidence, charts: charts, context: context).lines
    for (number, subject) in finding.who.enumerated() {
      var some = item((number == 0 ? "who: " : "     ") + subject.text, .plain, context)
      if subject.target != nil, !some.isEmpty {
        place(&some[0], at: Stop(kind: finding.kind, target: subject.target), &entry)
      }
      lines += some
    }
    for (number, advice) in finding.advice.enumerated() {
      lines += item("\(number + 1). \(advice.action): \(advice.reason)", .plain, context)
      if let command = advice.command { lines += item("   " + command, .accent, context) }
    }
    if let ending = finding.ending {
      lines += item("it goes away when \(ending)", .dim, context)
    }
    return lines
  }

  private func place(_ line: inout DialogLine, at stop: Stop, _ entry: inout Int) {
    line.entry = entry
    line.isSelected = stop == shown
    entry += 1
  }

  private func forecast(_ verdict: Verdict, _ context: DialogContext) -> [DialogLine] {
    guard !verdict.forecast.isEmpty else { return [] }
    return [DialogLine(), DialogLine("If it goes on like this", .accent, bold: true)]
      + verdict.forecast.flatMap { forecast in
        item(
          "\(forecast.what) gone in \(TimeSpan.text(forecast.seconds)) "
            + "(\(TimeSpan.text(forecast.band.lowerBound)) to "
            + "\(TimeSpan.text(forecast.band.upperBound)))", .plain, context)
      }
  }

  private func unknown(_ verdict: Verdict, _ context: DialogContext) -> [DialogLine] {
    guard !verdict.unknown.isEmpty else { return [] }
    return [DialogLine(), DialogLine("Not told", .accent, bold: true)]
      + verdict.unknown.flatMap { item("\($0.what): \($0.why)", .dim, context) }
  }

  /// Moved in by two cells, and by two more where it goes on.
  private func item(_ text: String, _ role: Role, _ context: DialogContext) -> [DialogLine] {
    let blanks = text.prefix { $0 == " " }.count
    return TextWrap.lines(
      context.glyphs.spelled(text), width: context.textWidth - 4 - blanks,
      columns: context.columns
    ).enumerated().map { place, line in
      DialogLine(String(repeating: " ", count: blanks + (place == 0 ? 2 : 4)) + line, role)
    }
  }
}
