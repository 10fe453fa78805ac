import LinuxKernel
import MemtopCore

/// Draws the kill order: headings and the victims on screen.
struct VictimsDraw: PaneDrawing {
  let frame: AppFrame
  private let order: VictimOrder?
  private let table: ListTable<VictimRow>

  init(_ frame: AppFrame) {
    self.frame = frame
    let order = VictimOrder(frame)
    self.order = order
    let rules =
      order?.picture.candidates.rules ?? KillRules(release: frame.app.model.facts.kernel)
    let fields = VictimOrder.columns(frame.app, rules)
    let relief = order.flatMap { frame.app.relief($0)?.rank }
    let edits = frame.app.foreseen?.edits ?? [:]
    let sort = frame.app.victimSort
    let columns = fields.map { field in
      ListColumn<VictimRow>(
        title: field.title, alignsRight: field.kind.alignsRight, width: field.width,
        priority: field.priority, isName: field == .name,
        sorts: field == sort.field && !sort.isKillOrder ? sort.isDescending : nil,
        cell: { row in
          let text = field.text(row)
          let isEdited = edits[row.candidate.id] != nil
          var role = Self.role(field, row, isEdited: isEdited, relief: relief)
          if role == .plain, text == "0" { role = .dim }
          return ListCell(
            text: text, style: Style(role, bold: role == .bad || isEdited && role == .warn))
        })
    }
    table = ListTable(
      frame, columns, VictimOrder.fitting(fields, sort, width: frame.app.listWidth))
  }

  func drawHeader(into surface: inout Surface, _ area: Rect) {
    table.drawHeader(into: &surface, area)
  }

  func drawRows(into surface: inout Surface, _ area: Rect) {
    guard let order else { return say(missing, into: &surface, area) }
    let victims = order.order.victims
    guard !victims.isEmpty else {
      let what = order.picture.view.isWhole ? "nothing here" : "nothing that is visible"
      return say(what + " can be killed", into: &surface, area)
    }
    let count = app.lineCount
    guard count > 0 else { return say("no victim fits the filter", into: &surface, area) }
    let first = min(app.selection.top, count)
    var places: [Int: Int] = [:]
    for line in first..<min(count, first + area.height) {
      places[line] = app.ownLine(at: line).flatMap { app.victimPlace(ofLine: $0) }
    }
    let rows = Dictionary(
      uniqueKeysWithValues: order.list.rows(at: places.values.sorted(), name: order.name)
        .map { ($0.place, $0.row) })
    table.drawRows(count: count, into: &surface, area) { line, surface, at in
      if let row = places[line].flatMap({ rows[$0] }) { return row }
      app.drawAbsent(line, into: &surface, at)
      return nil
    }
  }

  private static func role(
    _ field: VictimField, _ row: VictimRow, isEdited: Bool, relief: Int?
  ) -> Role {
    switch field {
    case .rank: isEdited ? .warn : row.victim.rank == 1 ? .bad : .plain
    case .rankAtEnd: row.rankAtEnd == 1 ? .bad : .warn
    case .adj where isEdited: .warn
    case .name: .accent
    case .freedSoFar where row.victim.rank == relief: .good
    default: .plain
    }
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
    if app.model.sampleCount > 0 { table.say(text, into: &surface, area) }
  }
}
