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
    return places.indices.sorted { a, b in isBefore(keys[a], keys[b]) ?? (a < b) }.map {
      places[$0]
    }
  }

  /// Nil where neither comes first.
  private func isBefore(_ a: FieldValue, _ b: FieldValue) -> Bool? {
    switch (a, b) {
    case (.text(let x), .text(let y)):
      if x.isEmpty != y.isEmpty { return y.isEmpty }
      return x == y ? nil : (x < y) != isDescending
    default:
      guard let x = a.order, let y = b.order else {
        return (a.order == nil) == (b.order == nil) ? nil : b.order == nil
      }
      return x == y ? nil : (x < y) != isDescending
    }
  }
}

/// Chooses the column that the events are ordered by.
struct EventSortMenu: OrderMenu {
  let title = "Sort events by"
  let current: Int
  let leastWidth = 60
  var cursor = ListCursor()

  init(_ order: EventOrder) {
    current = EventColumn.all.firstIndex { order.direction(of: $0) != nil } ?? 0
    cursor.index = current
  }

  var names: [String] { EventColumn.all.map(\.title) }

  private var column: EventColumn { EventColumn.all[cursor.index] }

  var help: String { column.help }

  var choice: DialogStep { .sortEvents(column) }
}

extension App {
  /// The cursor stays on its event, on the first line it stays there.
  mutating func orderEvents(_ change: (inout EventOrder) -> Void) {
    listingEvents { change(&$0.eventOrder) }
    fitCursor()
  }

  mutating func sortEvents(by column: EventColumn) { orderEvents { $0.sort(by: column) } }

  mutating func sortEvents(columnsAway distance: Int) {
    let (fitting, columns) = EventTable.columns(settings, width: width)
    let shown = fitting.places.map { columns[$0.index] }
    let now = shown.firstIndex { eventOrder.direction(of: $0) != nil } ?? 0
    guard shown.indices.contains(now + distance) else {
      return notes.add("there is no column further on this side")
    }
    sortEvents(by: shown[now + distance])
  }

  /// A click on a heading sorts by it, and again turns the order round.
  mutating func pressEvents(at x: Int) {
    let (fitting, columns) = EventTable.columns(settings, width: width)
    guard let place = fitting.column(at: x) else { return }
    let column = columns[place]
    guard eventOrder.direction(of: column) == nil else { return orderEvents { $0.invert() } }
    sortEvents(by: column)
  }
}
