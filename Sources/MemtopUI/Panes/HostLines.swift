import MemtopCore

/// The host panes of a narrow screen: a labelled line for each subject.
struct HostLines {
  var figures: HostFigures
  var context: HostContext
  /// The lines that are on the screen together.
  var shown: [HostLayout.Line]

  private var glyphs: Glyphs { context.glyphs }
  private var unit: Quantity.Unit { context.settings.unit }
  private var memoryPane: MemoryPane { MemoryPane(figures: figures, context: context) }

  func draw(_ kind: HostLayout.Line, into surface: inout Surface, _ area: Rect) {
    switch kind {
    case .header: HostHeader(figures: figures, context: context).draw(into: &surface, area)
    case .state:
      StateLine(
        figures: figures, glyphs: glyphs, verdict: context.verdict, judgedAt: context.judgedAt,
        alert: context.alert
      )
      .draw(into: &surface, area)
    case .dying, .cause, .tightest:
      figures.danger?.draw(kind, unit: unit, glyphs, into: &surface, area)
    case .pressure: drawPressure(into: &surface, area)
    case .swapIn, .swapOut: drawSwap(kind, into: &surface, area)
    case .bar, .mark, .legend, .available: drawMemory(kind, into: &surface, area)
    }
  }

  /// Sizes stand in one column; a cell is left free at both edges.
  private func content(_ area: Rect) -> Rect {
    let label = 8 + figure + 1
    guard area.width > label + 10 else { return area }
    return Rect(
      x: area.x + label, y: area.y, width: area.width - label - 1, height: area.height)
  }

  private var figure: Int {
    MemoryPane.figureWidth(total: figures.memory?.parts.total ?? 0, unit)
  }

  private func label(
    _ name: String, _ size: UInt64?, into surface: inout Surface, _ area: Rect
  ) {
    guard content(area) != area else { return }
    var line = LineCursor(area)
    line.put(" " + Padded.left(name, 7), Style(.frame), into: &surface)
    if let size {
      line.put(Padded.right(Quantity.bytes(size, unit: unit), figure), into: &surface)
    }
  }

  private func drawMemory(
    _ kind: HostLayout.Line, into surface: inout Surface, _ area: Rect
  ) {
    guard let memory = figures.memory else {
      guard kind == .bar else { return }
      if let note = figures.memoryNote { put(note: note, into: &surface, area) }
      return
    }
    let inset = Rect(
      x: area.x + 1, y: area.y, width: area.width - 2, height: area.height)
    switch kind {
    case .bar:
      label("Mem", memory.parts.total, into: &surface, area)
      memoryPane.drawBar(
        memory, invertsMark: !shown.contains(.mark), into: &surface, content(area))
    case .mark:
      if let note = figures.swapNote { label(note, nil, into: &surface, area) }
      memoryPane.drawMark(memory, into: &surface, content(area))
    case .legend:
      MemoryLegend(memory.parts, width: inset.width, figure: figure, unit: unit, glyphs)
        .draw(glyphs, into: &surface, inset)
    default:
      label("Avail", memory.available, into: &surface, area)
      drawAvailable(memory, into: &surface, content(area))
    }
  }

  private func drawAvailable(
    _ memory: HostFigures.Memory, into surface: inout Surface, _ area: Rect
  ) {
    let scale = "of " + Quantity.bytes(memory.parts.total, unit: unit) + " "
    var line = LineCursor(area)
    if line.room > 40 { line.put(scale, Style(.dim), into: &surface) }
    let rest = Rect(x: line.x, y: area.y, width: line.room, height: 1)
    memoryPane.drawChart(memory, lead: "", into: &surface, rest)
  }

  private func drawSwap(_ kind: HostLayout.Line, into surface: inout Surface, _ area: Rect) {
    guard let swap = figures.swap else { return }
    let pane = SwapPane(figures: figures, context: context)
    let flow = pane.flows[kind == .swapIn ? 0 : 1]
    let isAlone = !shown.contains(.swapOut)
    var line = LineCursor(content(area))
    let width = MemoryPane.figureWidth(total: swap.total, unit)
    let total = "of " + Padded.left(pane.size(swap.total), width)
    if kind == .swapIn {
      label("Swap", swap.used, into: &surface, area)
      line.put(isAlone ? total : Padded.left(total, width + 7), Style(.dim), into: &surface)
    } else {
      line.put(label: "cached ", pane.cached(swap, width), into: &surface)
    }
    guard !isAlone else {
      for flow in pane.flows {
        line.put(
          label: "  " + flow.name + " ", pane.rate(flow.now, swap), Style(flow.role),
          into: &surface)
      }
      line.put(label: "  cached ", pane.cached(swap, width), into: &surface)
      return
    }
    line.put("  " + Padded.left(flow.name, 4), Style(flow.role), into: &surface)
    line.put(
      Padded.right(pane.rate(flow.now, swap), SwapPane.rateWidth) + " ", into: &surface)
    guard let chart = line.chart(scale: 4 + SwapPane.rateWidth) else { return }
    let shown = SwapPane(figures: figures.shown(in: chart, glyphs), context: context)
    shown.drawChart(shown.flows[kind == .swapIn ? 0 : 1], into: &surface, chart)
    line.put(" of " + Quantity.rate(shown.top), Style(.dim), into: &surface)
  }

  private func drawPressure(into surface: inout Surface, _ area: Rect) {
    guard figures.pressure != nil else {
      if let note = figures.pressureNote { put(note: note, into: &surface, area) }
      return
    }
    let pane = PressurePane(figures: figures, context: context)
    var line = LineCursor(
      Rect(x: area.x, y: area.y, width: area.width - 1, height: 1))
    line.put(" PSI 10/60/300s ", Style(.frame), into: &surface)
    let entries = pane.lines
    put(entries[0], pane, &line, into: &surface)
    line.skip(1)
    var behind = LineCursor(
      Rect(x: line.end - Self.averagesWidth, y: area.y, width: Self.averagesWidth, height: 1))
    let fits = line.room >= Self.averagesWidth + 2
    if fits { put(entries[1], pane, &behind, into: &surface) }
    var between = LineCursor(
      Rect(
        x: line.x, y: area.y, width: line.room - (fits ? Self.averagesWidth + 2 : 0), height: 1))
    guard let chart = between.chart(scale: 9) else { return }
    let shown = PressurePane(figures: figures.shown(in: chart, glyphs), context: context)
    shown.drawChart(shown.lines[0], into: &surface, chart)
    between.put(" of " + Quantity.fixed(shown.top, 0) + " %", Style(.dim), into: &surface)
  }

  /// A name and three averages.
  private static let averagesWidth = 19

  private func put(
    _ entry: PressurePane.Line, _ pane: PressurePane, _ line: inout LineCursor,
    into surface: inout Surface
  ) {
    line.put(entry.name, Style(entry.role), into: &surface)
    for average in [entry.averages?.avg10, entry.averages?.avg60, entry.averages?.avg300] {
      line.put(Padded.right(short(average, pane), 5), into: &surface)
    }
  }

  /// A percentage in at most four characters.
  private func short(_ percent: Double?, _ pane: PressurePane) -> String {
    guard let percent, percent >= 99.95 else { return pane.share(percent) }
    return Quantity.fixed(percent, 0)
  }

  private func put(note: String, into surface: inout Surface, _ area: Rect) {
    var line = LineCursor(area)
    line.skip(1)
    line.put(CutText.words(note, to: line.room, glyphs), Style(.warn), into: &surface)
  }
}
