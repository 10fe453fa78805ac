import MemtopCore

/// The upper part of the screen: what the host's memory is doing.
enum HostPanes {
  /// How many rows it wants on a screen of this size; the rest is the process table's.
  static func height(width: Int, height: Int, figures: HostFigures) -> Int {
    min(
      max(0, height),
      HostLayout(
        width: width, rows: HostLayout.budget(width: width, height: height), figures: figures,
        unit: .auto
      ).rows)
  }

  /// Draws it into `area`, which has the rows that `height` asked for.
  static func draw(
    _ figures: HostFigures, _ history: History, _ context: HostContext,
    into surface: inout Surface, _ area: Rect
  ) {
    guard area.width > 0, area.height > 0 else { return }
    let figures = figures.with(
      history, context.charts, samples: min(History.capacity, 2 * area.width))
    let layout = HostLayout(
      width: area.width, rows: area.height, figures: figures, unit: context.settings.unit)
    let lines = HostLines(figures: figures, context: context, shown: layout.lines)
    var rest = area
    for kind in layout.lines {
      let (line, below) = rest.split(top: 1)
      lines.draw(kind, into: &surface, line)
      rest = below
    }
    guard layout.boxRows > 0 else { return }
    drawBoxes(figures, context, into: &surface, rest.split(top: layout.boxRows + 2).top)
  }

  private static func drawBoxes(
    _ figures: HostFigures, _ context: HostContext, into surface: inout Surface, _ area: Rect
  ) {
    let sides = HostLayout.sides(figures)
    let sideWidth = HostLayout.sideWidth(area.width)
    var (box, rest) = area.split(left: area.width - sides.count * sideWidth)
    let memory = MemoryPane(figures: figures, context: context)
    var inside = Frame(title: memory.title, note: memory.note)
      .draw(into: &surface, box, context.glyphs)
    memory.draw(into: &surface, inside)
    for side in sides {
      (box, rest) = rest.split(left: sideWidth)
      let shown = figures.shown(in: side.chart(Frame.inside(box)), context.glyphs)
      switch side {
      case .pressure:
        let pane = PressurePane(figures: shown, context: context)
        inside = Frame(title: PressurePane.title, note: figures.isEmpty ? "" : pane.note)
          .draw(into: &surface, box, context.glyphs)
        pane.draw(into: &surface, inside)
      case .swap:
        let pane = SwapPane(figures: shown, context: context)
        inside = Frame(title: pane.title, note: figures.isEmpty ? "" : pane.note)
          .draw(into: &surface, box, context.glyphs)
        pane.draw(into: &surface, inside)
      }
    }
  }
}
