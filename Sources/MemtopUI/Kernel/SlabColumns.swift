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

  /// The name is always the first.
  static let choice = PaneColumns(
    setting: "slab-columns", title: "Columns of slab caches",
    all: columns.dropFirst().map(\.self), leading: [columns[0]],
    standard: KernelTable.slabs.columns.dropFirst().map(\.id))

  private static let columns = KernelTable.slabs.columns.map {
    PaneColumns.Column(id: $0.id, title: $0.title, help: $0.help, source: $0.source)
  }

  /// Indexes are those of `KernelTable.slabs`.
  static func places(_ settings: Settings, width: Int) -> [Fitting.Place] {
    let all = KernelTable.slabs.columns
    let shown = [0] + settings.columnIDs(of: .kernel).compactMap(KernelTable.slabs.column)
    let columns = shown.map { index in
      let place = widths.firstIndex { $0.id == all[index].id }
      return Fitting.Column(
        width: place.map { widths[$0].width } ?? width, priority: place.map { -$0 } ?? -99)
    }
    let fitting = Fitting(columns, width: width, flexible: 0, least: leastName, most: mostName)
    return fitting.places.map {
      Fitting.Place(index: shown[$0.index], x: $0.x, width: $0.width, isFlexible: $0.isFlexible)
    }
  }
}
