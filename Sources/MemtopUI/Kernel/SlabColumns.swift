import MemtopCore

/// Where the columns of slab caches stand on a screen.
enum SlabColumns {
  /// The cells of the columns behind the name, the most telling first.
  private static let widths: [(id: String, width: Int)] = [
    ("size", 6), ("growth", 9), ("reclaimable", 8), ("share", 6), ("used", 6), ("active", 9),
    ("objectSize", 8), ("objects", 9),
  ]
  private static let leastName = 12
  private static let mostName = 32

  /// Indexes are those of `KernelTable.slabs`.
  static func fitting(width: Int) -> Fitting {
    let columns = KernelTable.slabs.columns.map { column in
      let place = widths.firstIndex { $0.id == column.id }
      return Fitting.Column(
        width: place.map { widths[$0].width } ?? width, priority: place.map { -$0 } ?? -99)
    }
    return Fitting(columns, width: width, flexible: 0, least: leastName, most: mostName)
  }
}
