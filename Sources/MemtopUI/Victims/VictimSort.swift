import MemtopCore

/// How the lines of the pane of victims are ordered: by rank, which is the kernel's order, or by another column;
/// the rank stands in its column all the same.
struct VictimSort: Sendable {
  private(set) var field = VictimField.rank
  private(set) var isDescending = false

  var isKillOrder: Bool { field == .rank && !isDescending }

  mutating func sort(by field: VictimField) {
    self.field = field
    isDescending = field.sortsDescending
  }

  mutating func invert() { isDescending.toggle() }

  /// - Parameter places: of the kill order, as they ascend; what compares the same stays so.
  func sorted(_ places: [Int], _ order: VictimOrder) -> [Int] {
    guard field != .rank else { return isDescending ? places.reversed() : places }
    let values = order.list.rows(at: places, name: order.name).map { field.value($0.row) }
    let sorted = places.indices.sorted { a, b in
      values[a].comes(before: values[b], descending: isDescending) ?? (a < b)
    }
    return sorted.map { places[$0] }
  }
}

extension App {
  mutating func orderVictims(_ change: (inout VictimSort) -> Void) -> [Effect] {
    self.change { app in
      change(&app.victimSort)
      app.narrowVictims()
    }
  }
}
