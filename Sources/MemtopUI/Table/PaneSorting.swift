import MemtopCore

extension Pane {
  /// How the list of a pane is ordered. Menu, keys, clicks on a heading and what is said beside the tabs come
  /// from it and from the pane's columns.
  struct Sorting: Sendable {
    /// Nil, or why there is nothing to order now.
    var disabledReason: @Sendable (App) -> String? = { _ in nil }
    /// The order that is no column's; nil where there is none.
    var own: (name: String, help: String)? = nil
    /// Nil for a menu of the pane's columns.
    var menu: (@Sendable (App) -> any Dialog)? = nil
    let now: @Sendable (App) -> Order
    /// By a column, in the direction that is its own; by nil in the pane's own order.
    let by: @Sendable (inout App, String?) -> [Effect]
    let invert: @Sendable (inout App) -> [Effect]
    /// Whether the order is said beside the tabs; what is nothing to order is not.
    var isSaid: @Sendable (App) -> Bool = { _ in true }
  }

  /// What sorts now.
  struct Order: Sendable {
    /// Nil for the pane's own order.
    let column: String?
    let isDescending: Bool
  }

  /// A column that is on the screen now.
  struct ShownColumn: Sendable {
    /// Nil for one that stands for the pane's own order.
    let id: String?
    let x: Int
    let width: Int

    init(_ id: String?, x: Int, width: Int) {
      self.id = id
      self.x = x
      self.width = width
    }

    init(_ id: String?, _ place: Fitting.Place) { self.init(id, x: place.x, width: place.width) }

    func contains(_ cell: Int) -> Bool { cell >= x && cell <= x + width }
  }
}

extension App {
  mutating func openSortMenu() {
    guard let sorting = currentPane.sorting else { return }
    open(sorting.menu?(self) ?? ColumnSortMenu(currentPane, sorting, sorting.now(self)))
  }

  /// Sorts by the column so many places beside the one that sorts now.
  mutating func sort(columnsAway distance: Int) -> [Effect] {
    guard let sorting = currentPane.sorting else { return [] }
    let ids = currentPane.shown(self).map(\.id)
    let now = sorting.now(self).column
    // A column that is not shown is left for the first one.
    let next = ids.firstIndex { $0 == now }.map { $0 + distance } ?? 0
    guard ids.indices.contains(next) else {
      notes.add("there is no column further on this side")
      return []
    }
    return sorting.by(&self, ids[next])
  }

  /// A click on a heading sorts by it, and again turns the order round.
  mutating func pressHeading(at x: Int) -> [Effect] {
    guard let sorting = currentPane.sorting, sorting.disabledReason(self) == nil,
      let column = currentPane.shown(self).first(where: { $0.contains(x) })
    else { return [] }
    let isNow = column.id == sorting.now(self).column
    return isNow ? sorting.invert(&self) : sorting.by(&self, column.id)
  }

  /// What sorts, beside the tabs.
  var sortFact: Pane.Fact? {
    guard let sorting = currentPane.sorting, sorting.disabledReason(self) == nil,
      sorting.isSaid(self)
    else { return nil }
    let order = sorting.now(self)
    guard let id = order.column, let column = currentPane.columns.any(id) else {
      return ("sort: ", sorting.own?.name ?? "")
    }
    let mark = order.isDescending ? glyphs.sortDown : glyphs.sortUp
    return ("sort: ", glyphs.heading(column.title) + mark)
  }
}

/// Chooses the column that a pane's list is ordered by.
struct ColumnSortMenu: OrderMenu {
  /// Nil for the pane's own order.
  private let choices: [(id: String?, name: String, help: String)]
  let title: String
  let current: Int
  let leastWidth = 60
  var cursor = ListCursor()

  init(_ pane: Pane, _ sorting: Pane.Sorting, _ order: Pane.Order) {
    title = "Sort \(pane.title) by"
    let own = sorting.own.map { (id: String?.none, name: $0.name, help: $0.help) }
    choices =
      [own].compactMap(\.self)
      + (pane.columns.leading + pane.columns.all).map { column in
        (column.id, column.title, column.help + (column.source.map { " Source: \($0)." } ?? ""))
      }
    current = choices.firstIndex { $0.id == order.column } ?? 0
    cursor.index = current
  }

  var names: [String] { choices.map(\.name) }

  var help: String { choices[cursor.index].help }

  var choice: DialogStep { .sortColumn(choices[cursor.index].id) }
}
