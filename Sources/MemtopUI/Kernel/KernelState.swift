import MemtopCore

/// What the kernel pane knows, and how its slab caches are sorted.
struct KernelState: Sendable {
  private(set) var memory: KernelMemory?
  /// In the order that is shown; nil where the caches are not told.
  private(set) var slabs: [[FieldValue]]?
  /// A column of `KernelTable.slabs`.
  private(set) var column = Self.sizeColumn
  private(set) var isDescending = true
  private(set) var filter = TermFilter<SlabField>.none
  /// How many caches there are, shown or not.
  var cacheCount: Int { memory.flatMap { $0.slabs.value?.count } ?? 0 }

  /// The column of what a cache takes.
  static let sizeColumn = KernelTable.slabs.column("size") ?? 0

  /// The name of a cache by its place in the order that is shown.
  func name(ofSlab place: Int) -> String? {
    guard let slabs, slabs.indices.contains(place), case .text(let name)? = slabs[place].first
    else {
      return nil
    }
    return name
  }

  mutating func take(_ fresh: KernelMemory) {
    memory = fresh
    order()
  }

  mutating func sort(by column: Int, descending: Bool? = nil) {
    guard KernelTable.slabs.columns.indices.contains(column) else { return }
    self.column = column
    isDescending = descending ?? KernelTable.slabs.columns[column].sortsDescending
    order()
  }

  mutating func use(_ filter: TermFilter<SlabField>) {
    self.filter = filter
    order()
  }

  mutating func invert() { sort(by: column, descending: !isDescending) }

  private mutating func order() {
    slabs = memory.flatMap { KernelTable.slabs.rows($0) }.map { rows in
      KernelTable.slabs.sorted(
        filter.isEmpty ? rows : rows.filter(filter.matches), by: column, descending: isDescending)
    }
  }
}
