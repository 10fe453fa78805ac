import MemtopCore

/// The columns as the setup edits them: every field in an order, the chosen ones marked.
struct SetupColumns: Sendable, Equatable {
  private(set) var order: [Field]
  private(set) var isChosen: [Bool]

  /// The chosen fields in their order, then the others.
  init(_ columns: [Field]) {
    let others = Field.all.filter { !columns.contains($0) }
    order = columns + others
    isChosen = columns.map { _ in true } + others.map { _ in false }
  }

  var chosen: [Field] { zip(order, isChosen).compactMap { $1 ? $0 : nil } }

  /// Shows or hides a column; false where it is the last one, which stays.
  mutating func toggle(_ index: Int) -> Bool {
    if isChosen[index], chosen.count == 1 { return false }
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
