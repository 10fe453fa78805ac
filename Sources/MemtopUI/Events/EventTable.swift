import MemtopCore

/// The table of the pane of events.
enum EventTable {
  /// What the last column keeps before a less telling one is shown.
  private static let leastRest = 20

  static func make(_ frame: AppFrame) -> PaneTable<ListedEvent> {
    let order = frame.app.eventOrder
    let (fitting, shown) = columns(frame.app.settings, width: frame.app.width)
    let columns = shown.map { column in
      ListColumn<ListedEvent>(
        title: column.title, alignsRight: column.kind.alignsRight, width: column.width,
        priority: column.priority, sorts: order.direction(of: column),
        cell: { event in
          let text = column.text(event, frame.app)
          // A group is told from its neighbours by the end of its path.
          return ListCell(
            text: text, style: Style(role(event, column)), keepsEnd: text.hasPrefix("/"))
        })
    }
    return PaneTable(
      table: ListTable(frame, columns, fitting),
      count: frame.app.eventCount, missing: missing(frame.app),
      row: { frame.app.event(atLine: $0) })
  }

  static let choice = PaneColumns(
    setting: "event-columns", title: "Columns of Events",
    all: EventColumn.all.map { PaneColumns.Column(id: $0.id, title: $0.title, help: $0.help) },
    standard: EventColumn.all.map(\.id))

  /// What was chosen, and what of it a width has room for; the last text takes what the others leave.
  static func columns(
    _ settings: Settings, width: Int
  ) -> (fitting: Fitting, columns: [EventColumn]) {
    let columns = settings.chosen(of: EventColumn.all, in: .events, id: \.id)
    let rest = columns.lastIndex { $0.kind.isText } ?? columns.count - 1
    let fitting = Fitting(
      columns.map { Fitting.Column(width: $0.width, priority: $0.priority) }, width: width,
      flexible: rest, least: min(leastRest, columns[rest].width))
    return (fitting, columns)
  }

  private static func role(_ event: ListedEvent, _ column: EventColumn) -> Role {
    switch event {
    case .kill(let entry):
      if entry.seenAt != nil, column.marksNew { return .bad }
      return column.isName ? .accent : .plain
    case .act: return column.isName ? .accent : .good
    }
  }

  /// Why there is no event.
  private static func missing(_ app: App) -> String {
    switch app.kills.state {
    case _ where !app.eventFilter.isEmpty: "no event fits the filter"
    case .unread where app.model.facts.isLive, .reading: "reading the kernel's log"
    case .unread: "a captured system has no kernel log"
    case .refused: "nothing was done here; the kernel's log cannot be read"
    case .live: "no kill in the kernel's log, and nothing was done here"
    }
  }
}
