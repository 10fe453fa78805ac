import MemtopCore

/// The first line: what runs where, since when, the clock and whether the screen is live.
///
/// What has no room is left out; the name, the status and the clock stay longest.
struct HostHeader {
  var figures: HostFigures
  var context: HostContext

  func draw(into surface: inout Surface, _ area: Rect) {
    let right = rightSide(room: area.width)
    let taken = right.reduce(0) { $0 + surface.measure($1.text) }
    var end = LineCursor(
      Rect(x: area.x + area.width - taken, y: area.y, width: taken, height: 1))
    for piece in right { end.put(piece.text, piece.style, into: &surface) }
    var line = LineCursor(
      Rect(x: area.x, y: area.y, width: max(0, area.width - taken), height: 1))
    guard line.put(" memtop", Style(.accent, bold: true), into: &surface) else { return }
    putName(&line, into: &surface)
    for (index, fact) in facts.enumerated() {
      let lead = index == 0 && name == nil ? "  " : " " + context.glyphs.separator + " "
      guard line.put(label: lead, fact, into: &surface) else { return }
    }
  }

  private var name: String? { figures.name }

  private func putName(_ line: inout LineCursor, into surface: inout Surface) {
    guard let name, line.room > 4 else { return }
    line.put("  ", into: &surface)
    // A long name leaves room for the facts behind it, a short screen is the name's alone.
    let most = max(12, line.room / 2)
    let cut = surface.measure(name) > min(most, line.room)
    let limit = min(most, line.room) - (cut ? context.glyphs.more.unicodeScalars.count : 0)
    let start = line.x
    let used = surface.put(
      name, x: start, y: line.y, style: Style(.plain, bold: true), limit: limit)
    line.skip(used)
    if cut { line.put(context.glyphs.more, Style(.dim), into: &surface) }
  }

  private var facts: [String] {
    var facts: [String] = []
    if let kernel = figures.kernel { facts.append("Linux " + kernel) }
    if let uptime = figures.uptime {
      facts.append("up " + Quantity.span(seconds: uptime / 1_000_000_000))
    }
    if let view = figures.view { facts.append(view) }
    facts.append(source)
    if let isProtected = context.isProtected {
      facts.append(isProtected ? "memtop itself is killed last" : "memtop itself can be killed")
    }
    return facts
  }

  private var source: String {
    let interval = Self.interval(context.interval)
    switch figures.source {
    case .bpf: return "bpf " + interval + (figures.hasRoughSizes ? ": rough sizes" : "")
    case .proc: return "/proc " + interval + (context.sourceReason.map { ": " + $0 } ?? "")
    }
  }

  static func interval(_ milliseconds: Int) -> String {
    let decimals = milliseconds >= 10_000 ? 0 : milliseconds % 100 == 0 ? 1 : 2
    return Quantity.fixed(Double(milliseconds) / 1000, decimals) + "s"
  }

  private typealias Piece = (text: String, style: Style)

  private func rightSide(room: Int) -> [Piece] {
    let status = self.status
    var pieces: [Piece] = []
    if context.charts.resolution != .second, room >= 60 {
      pieces.append(("  charts of " + context.charts.length, Style(.accent)))
    }
    if context.readOnlyReason != nil, room >= 60 { pieces.append(("  read-only", Style(.warn))) }
    if room >= 24, let clock { pieces.append(("  " + clock, .plain)) }
    if room >= 16 { pieces.append(("  " + status.text, status.style)) }
    if room >= 40 { pieces.append((" ", .plain)) }
    return pieces
  }

  private var clock: String? {
    context.wall.map {
      CalendarTime(seconds: $0 / 1_000_000_000, offset: context.timeOffset).clock
    }
  }

  private var status: Piece {
    switch context.status {
    case .live: (context.glyphs.live + " live", Style(.good))
    case .paused: ("paused", Style(.warn, bold: true))
    case .captured: ("captured", Style(.accent))
    }
  }
}
