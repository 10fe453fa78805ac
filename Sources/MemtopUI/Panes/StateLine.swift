import MemtopCore

/// The verdict: a mark and a word that read without colour, then the evidence in one sentence.
struct StateLine {
  var figures: HostFigures
  var glyphs: Glyphs
  /// Said in the place of the verdict.
  var alert: KillAlert?

  func draw(into surface: inout Surface, _ area: Rect) {
    var line = LineCursor(area)
    if let alert { return draw(alert, &line, into: &surface) }
    guard !figures.isEmpty else {
      line.put(" reading /proc" + glyphs.more, Style(.dim), into: &surface)
      return
    }
    let (mark, role) = look
    line.put(" " + mark + " ", Style(role, bold: true), into: &surface)
    guard line.put(figures.state.level.word, Style(role, bold: true), into: &surface),
      line.room > 6
    else { return }
    line.put("  ", into: &surface)
    line.put(CutText.words(figures.state.evidence, to: line.room, glyphs), into: &surface)
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

  private var look: (mark: String, role: Role) {
    switch figures.state.level {
    case .healthy: (glyphs.healthy, .good)
    case .strained: (glyphs.strained, .warn)
    case .critical: (glyphs.critical, .bad)
    case .unknown: (glyphs.unknown, .dim)
    }
  }
}
