import MemtopCore

/// How the events are ordered: by the column of the time the newest first, or by another.
struct EventOrder: Sendable, Equatable {
  private static let time = "time"

  /// The column's id.
  private(set) var column = Self.time
  private(set) var isDescending = true

  /// Text begins with A; the newest and the largest stand first.
  mutating func sort(by chosen: EventColumn) {
    column = chosen.id
    isDescending = !chosen.kind.isText || chosen.id == Self.time
  }

  mutating func invert() { isDescending.toggle() }

  /// Nil where the column does not sort, else whether it does from the largest on.
  func direction(of other: EventColumn) -> Bool? { other.id == column ? isDescending : nil }

  /// - Parameter places: of events, the newest first; what compares the same stays so, and what has no value
  ///   is last.
  func sorted(_ places: [Int], _ app: App) -> [Int] {
    // The time is written without a year.
    if column == Self.time { return isDescending ? places : places.reversed() }
    guard let column = EventColumn.all.first(where: { $0.id == column }) else { return places }
    let keys = places.map { column.value(app.event(at: $0), app) }
    let sorted = places.indices.sorted { a, b in
      keys[a].comes(before: keys[b], descending: isDescending) ?? (a < b)
    }
    return sorted.map { places[$0] }
  }
}

extension App {
  /// The cursor stays on its event, on the first line it stays there.
  mutating func orderEvents(_ change: (inout EventOrder) -> Void) {
    listingEvents { change(&$0.eventOrder) }
    fitCursor()
  }
}
