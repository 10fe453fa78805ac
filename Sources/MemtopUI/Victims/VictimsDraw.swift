import LinuxKernel
import MemtopCore

/// Draws the kill order: headings and the victims on screen.
struct VictimsDraw: PaneDrawing {
  let frame: AppFrame
  private let order: VictimOrder?
  private let columns: [VictimField]
  private let places: [Fitting.Place]
  private let cells: CellWriter

  init(_ frame: AppFrame) {
    self.frame = frame
    order = VictimOrder(frame)
    columns =
      order?.columns
      ?? VictimField.columns(KillRules(release: frame.app.model.facts.kernel), foretold: false)
    places = VictimOrder.fitting(columns, width: frame.app.listWidth).places
    cells = CellWriter(frame: frame)
  }

  func drawHeader(into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    surface.fill(area, style: Style(.tableHeader))
    for place in places {
      let column = columns[place.index]
      cells.heading(
        column.title, place, alignsRight: column.kind.alignsRight, into: &surface, area)
    }
  }

  func drawRows(into surface: inout Surface, _ area: Rect) {
    guard let order else { return say(missing, into: &surface, area) }
    let victims = order.order.victims
    guard !victims.isEmpty else {
      let what = order.picture.view.isWhole ? "nothing here" : "nothing that is visible"
      return say(what + " can be killed", into: &surface, area)
    }
    let count = app.lineCount
    let first = min(app.selection.top, count)
    let last = min(count, first + area.height)
    guard count > 0 else { return say("no victim fits the filter", into: &surface, area) }
    let relief = app.relief(order)?.rank
    var lines: [Int: Int] = [:]
    for shown in first..<last {
      if let place = app.ownLine(at: shown).flatMap({ app.victimPlace(ofLine: $0) }),
        victims.indices.contains(place)
      {
        lines[place] = shown
      } else {
        app.drawAbsent(shown, into: &surface, line(shown, in: area))
      }
    }
    order.list.rows(at: lines.keys.sorted(), name: order.name) { place, row in
      guard let shown = lines[place] else { return }
      draw(
        row, order.picture.id(row.victim.row), isSelected: shown == app.selection.cursor,
        isRelief: row.victim.rank == relief, into: &surface, line(shown, in: area))
    }
  }

  private func line(_ shown: Int, in area: Rect) -> Rect {
    Rect(
      x: area.x, y: area.y + shown - min(app.selection.top, app.lineCount), width: area.width,
      height: 1)
  }

  /// Why there is no order.
  private var missing: String {
    let asked = app.model.kill?.candidates.facts.groupAskedFor
    // The host's order may come with that of the group that is near its limit.
    if app.model.kill == nil || app.killGroup != nil && asked != app.killGroup {
      return "reading every process" + app.glyphs.more
    }
    return app.killGroup == nil
      ? "/proc/meminfo does not tell how much memory there is"
      : "memory is not accounted for in this cgroup, or it is gone: s chooses another"
  }

  private func say(_ text: String, into surface: inout Surface, _ area: Rect) {
    guard app.model.sampleCount > 0, area.height > 0 else { return }
    surface.put(text, x: area.x + 2, y: area.y, style: Style(.dim), limit: area.width - 2)
  }

  private func draw(
    _ row: VictimRow, _ process: ProcessID, isSelected: Bool, isRelief: Bool,
    into surface: inout Surface, _ area: Rect
  ) {
    surface.fill(area, style: Style(.plain, selected: isSelected))
    let isTagged = app.selection.tagged.contains(process)
    let isEdited = app.foreseen?.edits[process] != nil
    if isTagged {
      surface.put(
        app.glyphs.tag, x: area.x, y: area.y,
        style: Style(.tagged, bold: true, selected: isSelected), limit: area.width)
    }
    for place in places {
      let column = columns[place.index]
      let text = column.text(row)
      let role: Role
      switch column {
      case _ where isTagged: role = .tagged
      case .rank: role = isEdited ? .warn : row.victim.rank == 1 ? .bad : .plain
      case .rankAtEnd: role = row.rankAtEnd == 1 ? .bad : .warn
      case .adj where isEdited: role = .warn
      case .name: role = .accent
      case .freedSoFar where isRelief: role = .good
      default: role = text == "0" ? .dim : .plain
      }
      cells.put(
        text, place, alignsRight: column.kind.alignsRight,
        Style(role, bold: role == .bad || isEdited && role == .warn, selected: isSelected),
        into: &surface, area)
      if column == .name, let match = app.marked {
        cells.mark(
          match, into: &surface,
          Rect(x: area.x + place.x, y: area.y, width: place.width, height: 1))
      }
    }
  }
}
