import MemtopCore

/// The verdict: a mark and a word that read without colour, then the evidence in one sentence.
struct StateLine {
  var figures: HostFigures
  var glyphs: Glyphs
  /// What the rules found; nil before the first judgement.
  var verdict: Verdict?
  /// When it was judged. Unit: seconds on the samples' clock.
  var judgedAt = 0.0
  /// Said in the place of the verdict.
  var alert: KillAlert?

  func draw(into surface: inout Surface, _ area: Rect) {
    var line = LineCursor(area)
    if let alert { return draw(alert, &line, into: &surface) }
    guard !figures.isEmpty else {
      line.put(" reading /proc" + glyphs.more, Style(.dim), into: &surface)
      return
    }
    let verdict = told
    let level = verdict?.level ?? figures.state.level
    let (mark, role) = glyphs.look(of: level)
    line.put(" " + mark + " ", Style(role, bold: true), into: &surface)
    guard line.put(level.word, Style(role, bold: true), into: &surface), line.room > 6
    else { return }
    line.put("  ", into: &surface)
    let text = verdict.map { $0.sentence + held($0) } ?? plain
    line.put(CutText.words(text, to: line.room, glyphs), into: &surface)
  }

  /// While the host is simply well the figures' own words say it, with the numbers of this very sample.
  private var told: Verdict? {
    guard let verdict else { return nil }
    let isPlain =
      verdict.level == .healthy && [.healthy, .healthyCache].contains(verdict.kind)
      && !verdict.findings.contains { $0.kind == .processLeak }
    return isPlain && figures.state.level == .healthy ? nil : verdict
  }

  private var plain: String {
    guard let aside = verdict?.aside, !aside.isEmpty else { return figures.state.evidence }
    return figures.state.figures + " " + aside
  }

  /// For how long a trouble has lasted; a minute is the least that is worth its room.
  private func held(_ verdict: Verdict) -> String {
    guard verdict.level >= .strained, let since = verdict.since, judgedAt - since >= 60 else {
      return ""
    }
    return " For \(TimeSpan.text(judgedAt - since))."
  }

  private func draw(_ alert: KillAlert, _ line: inout LineCursor, into surface: inout Surface) {
    let style = Style(.bad, bold: true)
    for piece in [" " + glyphs.critical + " ", "KILLED", "  "] {
      line.put(piece, style, into: &surface)
    }
    let text = TextWrap.cut(
      alert.text, width: line.room, more: glyphs.more, columns: surface.columns)
    surface.put(text, x: line.x, y: line.y, style: style)
  }
}
