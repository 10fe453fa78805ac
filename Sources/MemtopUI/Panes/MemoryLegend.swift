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
  private static let gap = 2
  private static let shareWidth = 4

  /// The smallest part that is named. Unit: thousandths of all memory.
  private static let least: UInt64 = 10

  /// - Parameter figure: the width of a size.
  init(
    _ parts: MemoryBreakdown, width: Int, figure: Int, unit: Quantity.Unit, _ glyphs: Glyphs
  ) {
    self.figure = figure
    let named = MemoryKind.all.filter { kind in
      kind.isMain
        || kind.isTold(parts)
          && kind.size(parts).multipliedSaturated(by: 1000)
            >= parts.total.multipliedSaturated(by: Self.least)
    }
    let entries = named.map { kind in
      let size = kind.size(parts)
      let isTold = kind.isTold(parts)
      let share = Double(size) * 100 / Double(max(1, parts.total))
      return Entry(
        kind: kind, size: isTold ? Quantity.bytes(size, unit: unit) : glyphs.absent,
        share: isTold ? Quantity.fixed(share, 0) + " %" : "")
    }
    let choices: [([Entry], Bool)] = [
      (entries, true), (entries, false),
      (entries.filter { $0.kind.isMain || $0.kind.label == "shmem" }, false),
      (entries.filter(\.kind.isMain), false), (Array(entries.suffix(2)), false), ([], false),
    ]
    (self.entries, hasShares) =
      choices.first { Self.width($0.0, shares: $0.1, figure: figure) <= width } ?? ([], false)
  }

  /// The names that have room.
  var labels: [String] { entries.map(\.kind.label) }

  private static func width(_ entries: [Entry], shares: Bool, figure: Int) -> Int {
    entries.reduce(gap * max(0, entries.count - 1)) { sum, entry in
      sum + 2 + entry.kind.label.unicodeScalars.count + 1 + figure + (shares ? 1 + shareWidth : 0)
    }
  }

  func draw(_ glyphs: Glyphs, into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    let spare = area.width - Self.width(entries, shares: hasShares, figure: figure)
    let gap = Self.gap + (entries.count > 1 ? min(3, max(0, spare) / (entries.count - 1)) : 0)
    var line = LineCursor(Rect(x: area.x, y: area.y, width: area.width, height: 1))
    for (place, entry) in entries.enumerated() {
      if place > 0 { line.put(String(repeating: " ", count: gap), into: &surface) }
      let style = Style(MemoryKind.role(entry.kind.parts[entry.kind.parts.count > 2 ? 2 : 0]))
      line.put(String(Character(entry.kind.fill(glyphs))) + " ", style, into: &surface)
      line.put(entry.kind.label + " ", Style(.dim), into: &surface)
      line.put(Padded.right(entry.size, figure), into: &surface)
      if hasShares {
        line.put(" " + Padded.right(entry.share, Self.shareWidth), Style(.dim), into: &surface)
      }
    }
  }
}
