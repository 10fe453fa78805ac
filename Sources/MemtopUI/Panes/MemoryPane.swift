import MemtopCore

/// Memory: the bar with its mark and legend, and the history of what is available.
struct MemoryPane {
  var figures: HostFigures
  var context: HostContext

  private var glyphs: Glyphs { context.glyphs }

  /// The width of a size, so that nothing moves when a number changes.
  static func figureWidth(total: UInt64, _ unit: Quantity.Unit) -> Int {
    unit == .auto ? 5 : Quantity.bytes(total, unit: unit).count
  }

  /// The rows a box of so many columns can fill.
  static func rows(_ figures: HostFigures, width: Int, unit: Quantity.Unit) -> Int {
    guard figures.memory != nil else { return figures.isEmpty ? .max : 1 }
    return 4
  }

  var title: String {
    guard let memory = figures.memory else { return "Memory" }
    return "Memory " + Quantity.bytes(memory.parts.total, unit: context.settings.unit)
  }

  var note: String {
    var notes = [figures.swapNote, figures.pressureNote].compactMap { $0 }
    if let memory = figures.memory, memory.available != nil {
      notes.append(
        "available 0-" + Quantity.bytes(memory.parts.total, unit: context.settings.unit))
    }
    return notes.joined(separator: " " + glyphs.separator + " ")
  }

  func draw(into surface: inout Surface, _ area: Rect) {
    guard let memory = figures.memory else {
      var line = LineCursor(area)
      line.skip(1)
      line.put(
        CutText.words(figures.memoryNote ?? "", to: line.room, glyphs), Style(.warn),
        into: &surface)
      return
    }
    let hasMarkLine = area.height >= 4
    let (barRow, belowBar) = area.split(top: 1)
    let (markRow, belowMark) = belowBar.split(top: hasMarkLine ? 1 : 0)
    drawBar(memory, invertsMark: !hasMarkLine, into: &surface, barRow)
    drawMark(memory, into: &surface, markRow)
    // The chart keeps two rows where there are so many.
    let legend = MemoryLegend(
      memory.parts, width: area.width, rows: belowMark.height >= 4 ? 2 : 1, figure: figure(memory),
      unit: context.settings.unit, glyphs)
    let (legendRows, chartRows) = belowMark.split(top: legend.rows)
    legend.draw(glyphs, into: &surface, legendRows)
    drawChart(memory, lead: hasMarkLine ? "" : "available ", into: &surface, chartRows)
  }

  private func figure(_ memory: HostFigures.Memory) -> Int {
    Self.figureWidth(total: memory.parts.total, context.settings.unit)
  }

  /// Where no line below can mark what is available, the bar itself does.
  func drawBar(
    _ memory: HostFigures.Memory, invertsMark: Bool, into surface: inout Surface, _ area: Rect
  ) {
    guard area.width > 0, area.height > 0 else { return }
    MemoryBar(parts: memory.parts, glyphs: glyphs).draw(into: &surface, area)
    guard invertsMark, let available = memory.available else { return }
    let mark = MemoryBar.mark(
      available: available, total: memory.parts.total, width: area.width)
    surface.restyle(Rect(x: area.x + mark, y: area.y, width: 1, height: 1)) {
      $0.isSelected = true
    }
  }

  /// Points at the cell from which on memory can be had, with the figure at its free side.
  func drawMark(_ memory: HostFigures.Memory, into surface: inout Surface, _ area: Rect) {
    guard area.width > 0, area.height > 0 else { return }
    guard let available = memory.available else {
      var line = LineCursor(area)
      line.put("available: MemAvailable is not told", Style(.dim), into: &surface)
      return
    }
    let total = memory.parts.total
    let mark = MemoryBar.mark(available: available, total: total, width: area.width)
    let style = Style(.available, bold: true)
    surface.put(glyphs.sortUp, x: area.x + mark, y: area.y, style: style)
    let size = Quantity.bytes(available, unit: context.settings.unit)
    let share = Quantity.percent(Double(available) * 100 / Double(total))
    let texts = ["available \(size) (\(share))", "available \(size)", size]
    for text in texts {
      // The widest figure decides, so that the text does not change sides with its length.
      let width = text.count + figure(memory) - size.count + 2
      if mark + 2 + width <= area.width {
        surface.put(text, x: area.x + mark + 2, y: area.y, style: style)
        return
      }
      if width < mark {
        surface.put(text, x: area.x + mark - 1 - text.count, y: area.y, style: style)
        return
      }
    }
  }

  /// The history of what is available, scaled to all memory, and which way it goes.
  func drawChart(
    _ memory: HostFigures.Memory, lead: String, into surface: inout Surface, _ area: Rect
  ) {
    guard let available = memory.available, area.height > 0 else { return }
    var line = LineCursor(area, row: area.height - 1)
    if !lead.isEmpty {
      let size = Quantity.bytes(available, unit: context.settings.unit)
      line.put(
        label: lead, Padded.right(size, figure(memory)) + " ", Style(.available),
        into: &surface)
    }
    let tail = 1 + AvailableTrend.width(figure: figure(memory))
    let columns = line.room > tail + 8 ? line.room - tail : line.room
    guard var chart = line.take(columns) else { return }
    chart.y = area.y
    chart.height = area.height
    let past = figures.shown(in: chart, glyphs, .level).past
    Sparkline(
      values: past.values(.available), top: Double(memory.parts.total), role: .available,
      kind: .level, mark: past.age
    ).draw(into: &surface, chart, glyphs)
    guard
      let trend = AvailableTrend(
        past[.available].map { column in
          (
            column.time.upperBound,
            column.mean.map { UInt64(exactly: max(0, $0).rounded()) ?? .max }
          )
        }, total: memory.parts.total, gone: figures.forecast?.seconds)
    else { return }
    let change = Quantity.signedBytes(trend.change, unit: context.settings.unit)
    line.put(
      " " + trend.text(change), Style(trend.isPressing ? .warn : .dim), into: &surface)
  }
}
