import MemtopCore

/// Which host panes a screen gets: boxes beside each other, or single lines where it is narrow.
struct HostLayout {
  enum Line: Int {
    case header, state, dying, cause, tightest, bar, mark, legend, available, swapIn, swapOut,
      pressure
  }

  /// Single lines from the top.
  let lines: [Line]
  /// The inside of the boxes below them; 0 where there are none.
  let boxRows: Int

  private static let boxWidth = 100
  private static let mostBoxRows = 8
  /// What stays when lines are short, the most wanted first.
  private static let order: [Line] = [
    .state, .header, .dying, .cause, .tightest, .bar, .swapIn, .pressure, .mark, .legend,
    .available, .swapOut,
  ]

  /// The most rows of a screen that are not the process table's.
  static func budget(width: Int, height: Int) -> Int {
    switch height {
    case ...6: return 1
    case ...9: return 2
    case ...13: return 3
    default: return min(height * 3 / 8, width >= boxWidth && height >= 40 ? 12 : 9)
    }
  }

  init(width: Int, rows: Int, figures: HostFigures, unit: Quantity.Unit) {
    if width >= Self.boxWidth {
      let sides = Self.sides(figures)
      var most = MemoryPane.rows(
        figures, width: width - 2 - sides.count * Self.sideWidth(width), unit: unit)
      if !sides.isEmpty { most = max(most, Self.mostBoxRows) }
      most = min(most, Self.mostBoxRows)
      let heads = [.header, .state, .dying, .cause, .tightest].filter { Self.isShown($0, figures) }
      if rows >= min(5 + heads.count, heads.count + 2 + most) {
        lines = heads
        boxRows = min(most, rows - heads.count - 2)
        return
      }
    }
    boxRows = 0
    lines = Self.order.filter { Self.isShown($0, figures) }.prefix(rows)
      .sorted { $0.rawValue < $1.rawValue }
  }

  var rows: Int { lines.count + (boxRows > 0 ? boxRows + 2 : 0) }

  private static func isShown(_ line: Line, _ figures: HostFigures) -> Bool {
    switch line {
    case .header, .state, .bar, .pressure: true
    case .dying: figures.danger?.dying != nil
    case .cause: figures.danger?.cause != nil
    case .tightest: figures.danger?.tightest != nil
    case .mark, .legend: figures.isEmpty || figures.memory != nil
    case .available: figures.isEmpty || figures.memory?.available != nil
    case .swapIn, .swapOut: figures.isEmpty || figures.swap != nil
    }
  }

  enum Side {
    case pressure, swap

    /// Where the charts are wide: below the figures, or behind them where a box is low.
    func chart(_ inside: Rect) -> Rect {
      guard inside.height < 5 else { return inside }
      return inside.split(
        left: inside.width - (self == .swap ? SwapPane.figuresWidth : PressurePane.figuresWidth)
      ).left
    }
  }

  /// The boxes beside memory.
  static func sides(_ figures: HostFigures) -> [Side] {
    var sides: [Side] = []
    if figures.isEmpty || figures.pressure != nil { sides.append(.pressure) }
    if figures.isEmpty || figures.swap != nil { sides.append(.swap) }
    return sides
  }

  /// At 120 columns the charts inside hold 60 samples.
  static func sideWidth(_ width: Int) -> Int { width / 5 + 8 }
}
