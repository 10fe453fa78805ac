import MemtopCore

/// The figures of the memory bar, as finely divided as the room allows.
struct MemoryLegend {
  let kinds: [MemoryKind]
  let rows: Int
  private let figure: Int
  private static let gap = 1

  /// - Parameter figure: the width of a size.
  init(width: Int, rows: Int, figure: Int) {
    let choices: [[MemoryKind]] = [
      MemoryKind.single, MemoryKind.grouped, MemoryKind.main,
      MemoryKind.main.filter { $0.label != "shmem" }, MemoryKind.main.suffix(2), [],
    ]
    let rows = max(1, rows)
    self.rows = rows
    self.figure = figure
    kinds =
      choices.first { Self.width($0, rows: rows, figure: figure) <= width } ?? []
  }

  /// The fewest rows in which every part has its figure.
  static func rowsForAll(width: Int, figure: Int) -> Int {
    let all = MemoryKind.single
    return (1...all.count).first { self.width(all, rows: $0, figure: figure) <= width } ?? all.count
  }

  /// The fills that decode the bar: those of this legend, or of the main parts where it has none.
  var barKinds: [MemoryKind] {
    kinds.count == MemoryKind.single.count ? MemoryKind.single : MemoryKind.grouped
  }

  private static func columns(
    _ kinds: [MemoryKind], rows: Int, figure: Int
  ) -> [(kinds: [MemoryKind], width: Int)] {
    stride(from: 0, to: kinds.count, by: rows).map { start in
      let column = Array(kinds[start..<min(start + rows, kinds.count)])
      let label = column.map(\.label.unicodeScalars.count).max() ?? 0
      return (column, 2 + label + 1 + figure)
    }
  }

  private static func width(_ kinds: [MemoryKind], rows: Int, figure: Int) -> Int {
    let columns = columns(kinds, rows: rows, figure: figure)
    return columns.reduce(0) { $0 + $1.width } + gap * max(0, columns.count - 1)
  }

  func draw(
    _ parts: MemoryBreakdown, unit: Quantity.Unit, _ glyphs: Glyphs,
    into surface: inout Surface, _ area: Rect
  ) {
    let columns = Self.columns(kinds, rows: rows, figure: figure)
    let spare = area.width - Self.width(kinds, rows: rows, figure: figure)
    let gap = Self.gap + (columns.count > 1 ? min(2, max(0, spare) / (columns.count - 1)) : 0)
    var x = area.x
    for column in columns {
      for (row, kind) in column.kinds.enumerated() where row < area.height {
        let label = column.width - 3 - figure
        let style = Style(MemoryKind.role(kind.parts[kind.parts.count > 2 ? 2 : 0]))
        var line = LineCursor(
          Rect(x: x, y: area.y + row, width: column.width, height: 1))
        line.put(String(Character(kind.fill(glyphs))) + " ", style, into: &surface)
        line.put(Padded.left(kind.label, label) + " ", Style(.dim), into: &surface)
        let text =
          kind.parts.contains { parts.isTold($0) }
          ? Quantity.bytes(kind.size(parts), unit: unit) : glyphs.absent
        line.put(Padded.right(text, figure), into: &surface)
      }
      x += column.width + gap
    }
  }
}
