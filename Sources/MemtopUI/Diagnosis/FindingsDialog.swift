import MemtopCore

/// Whether it is a problem: the verdict, and below it all that was found, each with the numbers it rests
/// on, who it is about and what to do. It goes on with the samples.
struct FindingsDialog: ReadingDialog {
  /// Nil until the host is judged for the first time.
  var verdict: Verdict?
  /// When it was judged last. Unit: seconds on the samples' clock.
  var now: Double
  var top = 0

  init(verdict: Verdict?, now: Double) {
    self.verdict = verdict
    self.now = now
  }

  var title: String { "Is it a problem?" }

  var opener: Unicode.Scalar? { "d" }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    // The box keeps its width while findings come and go.
    page.leastWidth = context.textWidth
    page.top = top
    guard let verdict else {
      page.body = context.wrapped("The host is judged with the second sample.", .dim)
      return page
    }
    page.head = head(verdict, context)
    page.body = verdict.findings.enumerated().flatMap { place, finding in
      (place > 0 ? [DialogLine()] : []) + lines(finding, verdict, context)
    }
    page.body += forecast(verdict, context) + unknown(verdict, context)
    return page
  }

  private func head(_ verdict: Verdict, _ context: DialogContext) -> [DialogLine] {
    let (mark, role) = context.glyphs.look(of: verdict.level)
    let line = DialogLine("\(mark) \(verdict.level.word)", role, bold: true)
    return [line.adding(held(verdict.since), .dim)] + context.wrapped(verdict.sentence)
  }

  /// For how long something has held; nothing of what has just begun.
  private func held(_ since: Double?) -> String {
    guard let since, now - since >= 5 else { return "" }
    return "  for \(TimeSpan.text(now - since))"
  }

  private func lines(
    _ finding: Finding, _ verdict: Verdict, _ context: DialogContext
  ) -> [DialogLine] {
    let role = finding.level >= .strained ? context.glyphs.look(of: finding.level).role : .accent
    var lines = [
      DialogLine(finding.kind.rawValue, role, bold: true).adding(held(finding.since), .dim)
    ]
    // The verdict's own is at the head.
    if finding.sentence != verdict.sentence { lines += context.wrapped(finding.sentence) }
    lines += FactLines.make(
      finding.evidence.map {
        FactLines.Fact(name: "  " + $0.name, value: $0.text, meaning: $0.source)
      }, context)
    if !finding.who.isEmpty {
      lines += item("who: " + finding.who.joined(separator: ", "), .plain, context)
    }
    for (number, advice) in finding.advice.enumerated() {
      lines += item("\(number + 1). \(advice.action): \(advice.reason)", .plain, context)
      if let command = advice.command { lines += item("   " + command, .accent, context) }
    }
    return lines
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
    TextWrap.lines(
      context.glyphs.spelled(text), width: context.textWidth - 4, columns: context.columns
    ).enumerated().map { DialogLine(($0.offset == 0 ? "  " : "    ") + $0.element, role) }
  }
}
