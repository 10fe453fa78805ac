import LinuxKernel
import MemtopCore

/// Pressure: the share of time in which tasks waited for memory, as the kernel averages it and as a
/// chart of what was measured between samples.
struct PressurePane {
  var figures: HostFigures
  var context: HostContext

  static let title = "Pressure (PSI)"

  /// What stands beside a chart: the line's name and three averages.
  static let figuresWidth = 4 + 3 * 6 + 1

  struct Line {
    var name: String
    var role: Role
    var averages: MemoryPressure.Line?
    var now: Double?
    var figure: HostFigure
  }

  /// The two lines of the kernel's file.
  var lines: [Line] {
    [
      Line(
        name: "some", role: .pressureSome, averages: figures.pressure?.some,
        now: figures.rates.pressureSome, figure: .pressureSome),
      Line(
        name: "full", role: .pressureFull, averages: figures.pressure?.full,
        now: figures.rates.pressureFull, figure: .pressureFull),
    ]
  }

  var note: String { context.chartNote + "0-" + Quantity.fixed(top, 0) + " %" }

  /// The upper end of both charts. Unit: percent.
  var top: Double { ChartScale.stalls(lines.flatMap { figures.past.values($0.figure) }) }

  func draw(into surface: inout Surface, _ area: Rect) {
    guard figures.pressure != nil, area.height > 2 else { return }
    let chartsBeside = area.height < 5
    var head = LineCursor(area)
    head.put("%   ", Style(.dim), into: &surface)
    for name in ["10s", "60s", "300s"] + (chartsBeside ? [] : ["now"]) {
      head.put(Padded.right(name, 6), Style(.dim), into: &surface)
    }
    let half = area.height / 2
    for (index, entry) in lines.enumerated() {
      let block = Rect(
        x: area.x, y: area.y + 1 + index * half, width: area.width,
        height: index == 0 ? half : area.height - 1 - half)
      var line = LineCursor(block)
      line.put(entry.name, Style(entry.role), into: &surface)
      for average in [entry.averages?.avg10, entry.averages?.avg60, entry.averages?.avg300] {
        line.put(Padded.right(share(average), 6), into: &surface)
      }
      if chartsBeside {
        line.skip(1)
        if let chart = line.take(line.room) { drawChart(entry, into: &surface, chart) }
      } else {
        line.put(Padded.right(share(entry.now), 6), into: &surface)
        drawChart(entry, into: &surface, block.split(top: 1).rest)
      }
    }
  }

  /// A percentage in at most five characters.
  func share(_ percent: Double?) -> String {
    percent.map { Quantity.fixed($0, 1) } ?? context.glyphs.absent
  }

  func drawChart(_ line: Line, into surface: inout Surface, _ area: Rect) {
    Sparkline(
      values: figures.past.values(line.figure), top: top, role: line.role, kind: .rate,
      mark: figures.past.age
    )
    .draw(into: &surface, area, context.glyphs)
  }
}
