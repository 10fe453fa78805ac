import LinuxKernel
import MemtopCore

/// The figures of the memory bar in words: what is a hundredth of all memory and more, and what is named
/// anyway. `m` shows every part.
struct MemoryLegend {
  private struct Entry {
    let kind: MemoryKind
    let size: String
    let share: String
  }

  private let entries: [Entry]
  private let hasShares: Bool
  private let figure: Int
  /// How many lines it takes.
  let rows: Int
  private static let gap = 2
  private static let shareWidth = 4

  /// The smallest part that is named. Unit: thousandths of all memory.
  private static let least: UInt64 = 10

  /// - Parameters:
  ///   - rows: the most lines that it may take.
  ///   - figure: the width of a size.
  init(
    _ parts: MemoryBreakdown, width: Int, rows: Int = 1, figure: Int, unit: Quantity.Unit,
    _ glyphs: Glyphs
  ) {
    self.figure = figure
    let named = MemoryKind.all.filter { kind in
      kind.isMain
        || kind.isTold(parts)
          && kind.size(parts).multipliedSaturated(by: 1000)
            >= parts.total.multipliedSaturated(by: Self.least)
    }
    let all = named.map { kind in
      let size = kind.size(parts)
      let isTold = kind.isTold(parts)
      let share = Double(size) * 100 / Double(max(1, parts.total))
      return Entry(
        kind: kind, size: isTold ? Quantity.bytes(size, unit: unit) : glyphs.absent,
        share: isTold ? Quantity.fixed(share, 0) + " %" : "")
    }
    var choices: [(entries: [Entry], shares: Bool, rows: Int)] = []
    for rows in 1...max(1, rows) { choices += [(all, true, rows), (all, false, rows)] }
    // Where there is no room for all, the smallest goes first.
    let lesser = named.filter { !$0.isMain }.sorted { $0.size(parts) < $1.size(parts) }
    for count in lesser.indices {
      let left = Set(lesser[...count].map(\.label))
      choices.append((all.filter { !left.contains($0.kind.label) }, false, max(1, rows)))
    }
    choices.append((Array(all.suffix(2)), false, 1))
    let choice = choices.first {
      Self.width($0.entries, shares: $0.shares, rows: $0.rows, figure: figure) <= width
    }
    (entries, hasShares, self.rows) = choice ?? ([], false, 1)
  }

  /// The names that have room.
  var labels: [String] { entries.map(\.kind.label) }

  /// Entries below each other, and the width of the widest.
  private static func columns(
    _ entries: [Entry], shares: Bool, rows: Int, figure: Int
  ) -> [(entries: ArraySlice<Entry>, label: Int, width: Int)] {
    stride(from: 0, to: entries.count, by: rows).map { start in
      let column = entries[start..<min(start + rows, entries.count)]
      let label = column.map(\.kind.label.unicodeScalars.count).max() ?? 0
      return (column, label, 2 + label + 1 + figure + (shares ? 1 + shareWidth : 0))
    }
  }

  private static func width(_ entries: [Entry], shares: Bool, rows: Int, figure: Int) -> Int {
    let columns = columns(entries, shares: shares, rows: rows, figure: figure)
    return columns.reduce(gap * max(0, columns.count - 1)) { $0 + $1.width }
  }

  func draw(_ glyphs: Glyphs, into surface: inout Surface, _ area: Rect) {
    let columns = Self.columns(entries, shares: hasShares, rows: rows, figure: figure)
    let spare =
      area.width - Self.width(entries, shares: hasShares, rows: rows, figure: figure)
    let gap = Self.gap + (columns.count > 1 ? min(3, max(0, spare) / (columns.count - 1)) : 0)
    var x = area.x
    for column in columns {
      for (row, entry) in column.entries.enumerated() where row < area.height {
        var line = LineCursor(Rect(x: x, y: area.y + row, width: column.width, height: 1))
        let style = Style(MemoryKind.role(entry.kind.parts[entry.kind.parts.count > 2 ? 2 : 0]))
        line.put(String(Character(entry.kind.fill(glyphs))) + " ", style, into: &surface)
        line.put(Padded.left(entry.kind.label, column.label) + " ", Style(.dim), into: &surface)
        line.put(Padded.right(entry.size, figure), into: &surface)
        if hasShares {
          line.put(" " + Padded.right(entry.share, Self.shareWidth), Style(.dim), into: &surface)
        }
      }
      x += column.width + gap
    }
  }
}
