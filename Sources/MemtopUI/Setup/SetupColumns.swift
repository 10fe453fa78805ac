import MemtopCore

/// The columns of a pane as the setup edits them: all of them in an order, the chosen ones marked.
struct SetupColumns: Sendable, Equatable {
  private(set) var order: [PaneColumns.Column]
  private(set) var isChosen: [Bool]
  private let fixed: String?

  /// The chosen ones in their order, then the others.
  init(_ columns: PaneColumns, chosen ids: [String]) {
    let chosen = ids.compactMap(columns.column)
    let others = columns.all.filter { !chosen.contains($0) }
    order = chosen + others
    isChosen = chosen.map { _ in true } + others.map { _ in false }
    fixed = columns.fixed
  }

  var chosen: [String] { zip(order, isChosen).compactMap { $1 ? $0.id : nil } }

  /// Shows or hides a column; false where it is one that stays, or the last.
  mutating func toggle(_ index: Int) -> Bool {
    if isChosen[index], chosen.count == 1 || order[index].id == fixed { return false }
    isChosen[index].toggle()
    return true
  }

  /// Moves a column by one place; where it stands then.
  mutating func move(_ index: Int, by step: Int) -> Int {
    let target = index + step
    guard order.indices.contains(target) else { return index }
    order.swapAt(index, target)
    isChosen.swapAt(index, target)
    return target
  }
}
