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
    let text = DocumentLines(context, indent: 2, charts: charts)
    var entry = 0
    for (finding, section) in zip(verdict.findings, verdict.findingSections(now: now)) {
      if !page.body.isEmpty { page.body.append(DialogLine()) }
      page.body += lines(of: section, finding.kind, &entry, text)
    }
    for section in [verdict.forecastSection(), verdict.unknownSection].compactMap(\.self) {
      page.body += [DialogLine()] + text.lines([section])
    }
    if let said { page.foot = context.wrapped(said, .warn) }
    return page
  }

  private func head(_ verdict: Verdict, _ context: DialogContext) -> [DialogLine] {
    let (mark, role) = context.glyphs.look(of: verdict.level)
    var line = DialogLine("\(mark) \(verdict.level.word)", role, bold: true)
    let held = Verdict.held(verdict.since, now)
    if !held.isEmpty { line.add("  " + held, .dim) }
    if !charts.isEmpty { line.add("  charts of \(column)", .dim) }
    return [line] + context.wrapped(verdict.sentence)
  }

  /// - Parameter entry: the number of the next place for the cursor.
  private func lines(
    of section: DocumentSection, _ kind: DiagnosisKind, _ entry: inout Int, _ text: DocumentLines
  ) -> [DialogLine] {
    var lines = text.title(of: section).map { [$0] } ?? []
    if !section.namesSomebody, !lines.isEmpty {
      place(&lines[0], at: Stop(kind: kind, target: nil), &entry)
    }
    for part in section.parts {
      guard case .subjects(let subjects) = part else {
        lines += text.lines([part])
        continue
      }
      for (number, subject) in subjects.enumerated() {
        var some = text.lines(of: subject, isFirst: number == 0)
        if subject.target != nil, !some.isEmpty {
          place(&some[0], at: Stop(kind: kind, target: subject.target), &entry)
        }
        lines += some
      }
    }
    return lines
  }

  private func place(_ line: inout DialogLine, at stop: Stop, _ entry: inout Int) {
    line.entry = entry
    line.isSelected = stop == shown
    entry += 1
  }
}

extension DocumentSection {
  /// Whether it is about somebody whom keys can be for.
  fileprivate var namesSomebody: Bool {
    parts.contains { part in
      guard case .subjects(let subjects) = part else { return false }
      return subjects.contains { $0.target != nil }
    }
  }
}
