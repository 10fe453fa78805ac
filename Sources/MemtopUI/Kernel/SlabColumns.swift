import MemtopCore

/// Where the columns of slab caches stand on a screen.
struct SlabColumns: Sendable {
  struct Placed: Sendable {
    /// Its place in `KernelTable.slabs`.
    let index: Int
    let x: Int
    let width: Int

    var column: KernelTable.Column { KernelTable.slabs.columns[index] }
  }

  /// The cells of the columns behind the name; narrow screens leave out the last first.
  private static let widths: [(id: String, width: Int)] = [
    ("size", 6), ("growth", 9), ("reclaimable", 8), ("share", 6), ("used", 6), ("active", 9),
    ("objectSize", 8), ("objects", 9),
  ]
  private static let leastName = 12
  private static let mostName = 32

  let placed: [Placed]

  init(width: Int) {
    let table = KernelTable.slabs
    var shown: Set<Int> = [0]
    var taken = 1
    var cells = [Int](repeating: 0, count: table.columns.count)
    for (id, width_) in Self.widths {
      guard let index = table.column(id), taken + width_ + 1 + Self.leastName <= width else {
        break
      }
      shown.insert(index)
      cells[index] = width_
      taken += width_ + 1
    }
    cells[0] = max(0, min(Self.mostName, width - taken))
    var x = 1
    placed = shown.sorted().map { index in
      defer { x += cells[index] + 1 }
      return Placed(index: index, x: x, width: cells[index])
    }
  }

  /// The column whose heading stands at a cell.
  func column(at x: Int) -> Int? {
    placed.first { x >= $0.x && x <= $0.x + $0.width }?.index
  }
}
