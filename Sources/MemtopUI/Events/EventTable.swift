import MemtopCore

/// Draws the events: headings and the lines on screen.
struct EventTable: PaneDrawing {
  /// What the last column keeps before a less telling one is shown.
  private static let leastRest = 20

  let frame: AppFrame

  init(_ frame: AppFrame) { self.frame = frame }

  /// The columns that a width has room for.
  static func fitting(width: Int) -> Fitting {
    Fitting(
      EventColumn.all.map { Fitting.Column(width: $0.width, priority: $0.priority) },
      width: width, flexible: EventColumn.all.count - 1, least: leastRest)
  }

  private var places: [Fitting.Place] { Self.fitting(width: app.width).places }

  func drawHeader(into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    surface.fill(area, style: Style(.tableHeader))
    let cells = CellWriter(frame: frame)
    for place in places {
      let column = EventColumn.all[place.index]
      cells.heading(
        column.title, place, alignsRight: column.alignsRight,
        sorts: app.eventOrder.direction(of: column), into: &surface, area)
    }
  }

  func drawRows(into surface: inout Surface, _ area: Rect) {
    let count = app.eventCount
    guard count > 0 else { return drawNothing(into: &surface, area) }
    let (places, cells) = (places, CellWriter(frame: frame))
    let first = min(app.selection.top, count)
    for line in first..<min(count, first + area.height) {
      guard let event = app.event(atLine: line) else { continue }
      let isSelected = line == app.selection.cursor
      let row = Rect(x: area.x, y: area.y + line - first, width: area.width, height: 1)
      surface.fill(row, style: Style(.plain, selected: isSelected))
      for place in places {
        let column = EventColumn.all[place.index]
        let text = column.text(event, app)
        // A group is told from its neighbours by the end of its path.
        cells.put(
          text, place, alignsRight: column.alignsRight, keepsEnd: text.hasPrefix("/"),
          Style(role(event, column), selected: isSelected), into: &surface, row)
      }
    }
  }

  private func role(_ event: ListedEvent, _ column: EventColumn) -> Role {
    switch event {
    case .kill(let entry):
      if entry.seenAt != nil, column.marksNew { return .bad }
      return column.isName ? .accent : .plain
    case .act: return column.isName ? .accent : .good
    }
  }

  private func drawNothing(into surface: inout Surface, _ area: Rect) {
    let text: String
    switch app.kills.state {
    case _ where !app.eventFilter.isEmpty: text = "no event fits the filter"
    case .unread where app.model.facts.isLive, .reading: text = "reading the kernel's log"
    case .unread: text = "a captured system has no kernel log"
    case .refused: text = "nothing was done here; the kernel's log cannot be read"
    case .live: text = "no kill in the kernel's log, and nothing was done here"
    }
    surface.put(
      text, x: area.x + 2, y: area.y, style: Style(.dim), limit: max(0, area.width - 2))
  }
}
