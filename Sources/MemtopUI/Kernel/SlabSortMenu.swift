import MemtopCore

/// Chooses the column that slab caches are sorted by.
public struct SlabSortMenu: ListMenu {
  public let title = "Sort slab caches by"
  private let current: Int
  var cursor = ListCursor()

  init(_ state: KernelState) {
    current = state.column
    cursor.index = state.column
  }

  public var keys: [(key: String, label: String)] {
    [("Enter", "Sort"), ("Up Down", "Move"), ("a-z", "Jump"), ("Esc", "Cancel")]
  }

  private var columns: [KernelTable.Column] { KernelTable.slabs.columns }

  var names: [String] { columns.map(\.title) }

  var choice: DialogStep { .sortSlabs(column: cursor.index) }

  public func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = 48
    page.cursor = cursor.index
    let width = columns.reduce(0) { max($0, context.measure($1.title)) }
    page.body = columns.indices.map { index in
      var line = DialogLine(context.padded(columns[index].title, to: width + 2))
      if index == current { line.add("sorts now", .dim) }
      line.isSelected = index == cursor.index
      line.entry = index
      return line
    }
    page.foot = context.wrapped(columns[cursor.index].help, .dim)
    return page
  }
}
