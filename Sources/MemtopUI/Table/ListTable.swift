import MemtopCore

/// One column of a pane's list, as it is drawn.
struct ListColumn<Row>: Sendable {
  let title: String
  let alignsRight: Bool
  let width: Int
  /// Narrow screens leave out the lowest first; nil for what always stays.
  let priority: Int?
  /// What the row is called: a search marks what it finds in it.
  var isName = false
  /// Whether it sorts, and downwards.
  var sorts: Bool? = nil
  let cell: @Sendable (Row) -> ListCell
}

/// What a row has in a column.
struct ListCell {
  let text: String
  var style = Style(.plain)
  /// The end of the text tells more than its beginning, as of a path.
  var keepsEnd = false
}

extension ListColumn {
  /// The column of a field, whose values say how they look.
  init(
    _ field: some TableField, width: Int, priority: Int?, isName: Bool = false,
    sorts: Bool? = nil, _ text: FieldText, value: @escaping @Sendable (Row) -> FieldValue
  ) {
    self.init(
      title: field.title, alignsRight: field.kind.alignsRight, width: width, priority: priority,
      isName: isName, sorts: sorts,
      cell: { row in
        let value = value(row)
        return ListCell(
          text: text.write(value), style: Style(isName ? .accent : Self.role(value)))
      })
  }

  /// Dim where there is nothing to see.
  static func role(_ value: FieldValue) -> Role {
    switch value {
    case .denied, .failed, .unlimited: .dim
    default: value.isNothing ? .dim : .plain
    }
  }
}

/// Draws a pane's list of any subject: its heading, and its rows where they stand.
struct ListTable<Row>: FrameDrawing {
  let frame: AppFrame
  private let columns: [ListColumn<Row>]
  private let places: [Fitting.Place]
  private let cells: CellWriter

  /// - Parameter fitting: of these columns.
  init(_ frame: AppFrame, _ columns: [ListColumn<Row>], _ fitting: Fitting) {
    self.frame = frame
    self.columns = columns
    places = fitting.places
    cells = CellWriter(frame: frame)
  }

  /// Over the whole width; the name takes what the others leave.
  init(_ frame: AppFrame, _ columns: [ListColumn<Row>]) {
    let name = columns.firstIndex { $0.isName } ?? 0
    let fitting = Fitting(
      columns.map { Fitting.Column(width: $0.width, priority: $0.priority) },
      width: frame.app.width, flexible: name, least: columns[name].width)
    self.init(frame, columns, fitting)
  }

  func drawHeader(into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    surface.fill(area, style: Style(.tableHeader))
    for place in places {
      let column = columns[place.index]
      cells.heading(
        column.title, place, alignsRight: column.alignsRight, sorts: column.sorts,
        into: &surface, area)
    }
  }

  /// Draws the lines that are scrolled to.
  ///
  /// - Parameter row: of a line; nil where it draws itself, or is not there.
  func drawRows(
    count: Int, into surface: inout Surface, _ area: Rect, row: (Int, inout Surface, Rect) -> Row?
  ) {
    let first = min(app.selection.top, count)
    for line in first..<min(count, first + area.height) {
      let at = Rect(x: area.x, y: area.y + line - first, width: area.width, height: 1)
      guard let row = row(line, &surface, at) else { continue }
      draw(
        row, isSelected: line == app.selection.cursor, isTagged: app.isTagged(line: line),
        into: &surface, at)
    }
  }

  private func draw(
    _ row: Row, isSelected: Bool, isTagged: Bool, into surface: inout Surface, _ area: Rect
  ) {
    surface.fill(area, style: Style(.plain, selected: isSelected))
    if isTagged { drawTag(isSelected: isSelected, into: &surface, area) }
    let match = app.marked
    for place in places {
      let column = columns[place.index]
      let cell = column.cell(row)
      var style = isTagged ? Style(.tagged) : cell.style
      style.isSelected = isSelected
      cells.put(
        cell.text, place, alignsRight: column.alignsRight, keepsEnd: cell.keepsEnd, style,
        into: &surface, area)
      if column.isName, let match {
        cells.mark(
          match, into: &surface,
          Rect(x: area.x + place.x, y: area.y, width: place.width, height: 1))
      }
    }
  }

  /// Why there is no row.
  func say(_ text: String, into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    surface.put(
      text, x: area.x + 2, y: area.y, style: Style(.dim), limit: max(0, area.width - 2))
  }
}

/// The list of a pane at one frame: a table, and what stands in its lines.
struct PaneTable<Row> {
  let table: ListTable<Row>
  /// How many lines there are.
  let count: Int
  /// What is said where there is none.
  let missing: String
  let row: (Int) -> Row?
}

/// How a pane draws the heading of its list and its lines.
struct PaneDraw: Sendable {
  let draw: @Sendable (AppFrame, _ into: inout Surface, _ header: Rect, _ rows: Rect) -> Void

  /// From its columns.
  static func table<Row>(_ make: @escaping @Sendable (AppFrame) -> PaneTable<Row>) -> PaneDraw {
    PaneDraw { frame, surface, header, rows in
      let list = make(frame)
      list.table.drawHeader(into: &surface, header)
      guard list.count > 0 else { return list.table.say(list.missing, into: &surface, rows) }
      list.table.drawRows(count: list.count, into: &surface, rows) { line, _, _ in list.row(line) }
    }
  }

  /// By a type of its own, where the lines are no plain table.
  static func own(_ type: (some PaneDrawing).Type) -> PaneDraw {
    PaneDraw { frame, surface, header, rows in
      let list = type.init(frame)
      list.drawHeader(into: &surface, header)
      list.drawRows(into: &surface, rows)
    }
  }
}
