import MemtopCore

/// Swap: how much is used, and how much is read back and written, a second.
struct SwapPane {
  var figures: HostFigures
  var context: HostContext

  /// The width of `999M/s`, the widest rate.
  static let rateWidth = 7

  /// What stands beside a chart: the flow's name and its rate.
  static let figuresWidth = 4 + 1 + rateWidth

  struct Flow {
    var name: String
    var role: Role
    var now: Double?
    var figure: HostFigure
  }

  /// What comes back from swap, and what goes there.
  var flows: [Flow] {
    [
      Flow(name: "in", role: .swapIn, now: figures.rates.swapIn, figure: .swapIn),
      Flow(name: "out", role: .swapOut, now: figures.rates.swapOut, figure: .swapOut),
    ]
  }

  var title: String {
    guard let swap = figures.swap else { return "Swap" }
    return "Swap " + size(swap.total)
  }

  var note: String { context.chartNote + "0-" + Quantity.rate(top) }

  /// The upper end of both charts. Unit: bytes a second.
  var top: Double { ChartScale.traffic(flows.flatMap { figures.past.values($0.figure) }) }

  func draw(into surface: inout Surface, _ area: Rect) {
    guard let swap = figures.swap, area.height > 2 else { return }
    let width = MemoryPane.figureWidth(total: swap.total, context.settings.unit)
    var head = LineCursor(area)
    head.put(label: "used ", Padded.right(size(swap.used), width), into: &surface)
    head.put(label: "  cached ", cached(swap, width), into: &surface)
    let chartsBeside = area.height < 5
    let half = area.height / 2
    for (index, flow) in flows.enumerated() {
      let block = Rect(
        x: area.x, y: area.y + 1 + index * half, width: area.width,
        height: index == 0 ? half : area.height - 1 - half)
      var line = LineCursor(block)
      line.put(Padded.left(flow.name, 4), Style(flow.role), into: &surface)
      let now = Padded.right(rate(flow.now, swap), Self.rateWidth)
      if chartsBeside {
        if let chart = line.take(line.room - Self.rateWidth - 1) {
          drawChart(flow, into: &surface, chart)
        }
        line.put(" " + now, into: &surface)
      } else {
        line.put(now, into: &surface)
        let peak = figures.past.values(flow.figure).reduce(nil as Double?) { most, next in
          next.map { max(most ?? 0, $0) } ?? most
        }
        line.put(
          label: "   peak ", Padded.right(rate(peak, swap), Self.rateWidth), into: &surface)
        drawChart(flow, into: &surface, block.split(top: 1).rest)
      }
    }
  }

  func size(_ bytes: UInt64) -> String { Quantity.bytes(bytes, unit: context.settings.unit) }

  func cached(_ swap: HostFigures.Swap, _ width: Int) -> String {
    Padded.right(swap.cached.map(size) ?? context.glyphs.absent, width)
  }

  func rate(_ rate: Double?, _ swap: HostFigures.Swap) -> String {
    rate.map { Quantity.rate($0) } ?? swap.unknownRate ?? context.glyphs.absent
  }

  func drawChart(_ flow: Flow, into surface: inout Surface, _ area: Rect) {
    Sparkline(
      values: figures.past.values(flow.figure), top: top, role: flow.role, kind: .rate,
      mark: figures.past.age
    )
    .draw(into: &surface, area, context.glyphs)
  }
}
