import MemtopCore

/// Draws the events: headings and the lines on screen.
struct EventTable: Sendable {
  private struct Place {
    let column: EventColumn
    let x: Int
    let width: Int
  }

  /// What the last column keeps before a less telling one is shown.
  private static let leastRest = 20

  let app: App

  /// The columns that this width has room for.
  private var places: [Place] {
    let all = EventColumn.all
    let last = all.count - 1
    var shown = Set(all.indices.filter { all[$0].priority == nil })
    func taken() -> Int { shown.subtracting([last]).reduce(1) { $0 + all[$1].width + 1 } }
    let optional = all.indices.filter { !shown.contains($0) }
      .sorted { (all[$0].priority ?? 0) > (all[$1].priority ?? 0) }
    for index in optional {
      guard taken() + all[index].width + 1 + Self.leastRest <= app.width else { break }
      shown.insert(index)
    }
    var x = 1
    return shown.sorted().map { index in
      let width = index == last ? max(0, app.width - x) : all[index].width
      defer { x += width + 1 }
      return Place(column: all[index], x: x, width: width)
    }
  }

  func drawHeader(into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    surface.fill(area, style: Style(.tableHeader))
    for place in places {
      put(place.column.title, place, Style(.tableHeader), into: &surface, area)
    }
  }

  func drawRows(into surface: inout Surface, _ area: Rect) {
    let events = app.events
    guard !events.isEmpty else { return drawNothing(into: &surface, area) }
    let places = places
    let first = min(app.selection.top, events.count)
    for line in first..<min(events.count, first + area.height) {
      let isSelected = line == app.selection.cursor
      let row = Rect(x: area.x, y: area.y + line - first, width: area.width, height: 1)
      surface.fill(row, style: Style(.plain, selected: isSelected))
      for place in places {
        let style = Style(role(events[line], place.column), selected: isSelected)
        put(place.column.text(events[line], app), place, style, into: &surface, row)
      }
    }
  }

  private func role(_ event: ListedEvent, _ column: EventColumn) -> Role {
    switch event {
    case .kill(let entry):
      if entry.seenAt != nil, column.title == "BY" || column.title == "NAME" { return .bad }
      return column.title == "NAME" ? .accent : .plain
    case .act: return column.title == "NAME" ? .accent : .good
    }
  }

  private func put(
    _ text: String, _ place: Place, _ style: Style, into surface: inout Surface, _ area: Rect
  ) {
    let shown = text.hasPrefix("/") ? endOf(text, place.width) : cut(text, place.width)
    let shift = place.column.alignsRight ? max(0, place.width - surface.measure(shown)) : 0
    surface.put(
      shown, x: area.x + place.x + shift, y: area.y, style: style, limit: place.width - shift)
  }

  private func cut(_ text: String, _ width: Int) -> String {
    TextWrap.cut(text, width: width, more: app.glyphs.more, columns: app.characterWidth)
  }

  /// A group is told from its neighbours by the end of its path.
  private func endOf(_ path: String, _ width: Int) -> String {
    TextWrap.cutInFront(path, width: width, more: app.glyphs.more, columns: app.characterWidth)
  }

  private func drawNothing(into surface: inout Surface, _ area: Rect) {
    let text: String
    switch app.kills.state {
    case .unread where app.model.facts.isLive, .reading: text = "reading the kernel's log"
    case .unread: text = "a captured system has no kernel log"
    case .refused: text = "nothing was done here; the kernel's log cannot be read"
    case .live: text = "no kill in the kernel's log, and nothing was done here"
    }
    surface.put(
      text, x: area.x + 2, y: area.y, style: Style(.dim), limit: max(0, area.width - 2))
  }
}
