import MemtopCore

/// Chooses the column that slab caches are sorted by.
struct SlabSortMenu: OrderMenu {
  let title = "Sort slab caches by"
  let current: Int
  let leastWidth = 48
  var cursor = ListCursor()

  init(_ state: KernelState) {
    current = state.column
    cursor.index = state.column
  }

  private var columns: [KernelTable.Column] { KernelTable.slabs.columns }

  var names: [String] { columns.map(\.title) }

  var help: String { columns[cursor.index].help }

  var choice: DialogStep { .sortSlabs(column: cursor.index) }
}
