import LinuxKernel
import MemtopCore

/// Draws the pane of groups: headings and the groups on screen.
struct GroupsDraw: PaneDrawing {
  let frame: AppFrame
  private let columns: [GroupColumns.Column]
  private let places: [Fitting.Place]
  private let cells: CellWriter

  init(_ frame: AppFrame) {
    self.frame = frame
    columns = GroupColumns.all(sort: frame.app.groups.sort)
    places = GroupColumns.fitting(columns, width: frame.app.width).places
    cells = CellWriter(frame: frame)
  }

  func drawHeader(into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    surface.fill(area, style: Style(.tableHeader))
    let sort = app.groups.sort
    for place in places {
      let field = columns[place.index].field
      let title = field == .name ? (app.groups.showsPaths ? "GROUP" : "NAME") : field.title
      let sorts = sort == field || field == .name && sort == .path
      cells.heading(
        title, place, alignsRight: field.kind.alignsRight,
        sorts: sorts ? app.groups.isDescending : nil, into: &surface, area)
    }
  }

  func drawRows(into surface: inout Surface, _ area: Rect) {
    let groups = app.groups
    guard let tree = groups.tree, !groups.rows.isEmpty else { return say(into: &surface, area) }
    let text = FieldText(
      unit: app.settings.unit, timeOffset: app.timeOffset, now: app.wall ?? 0,
      absent: app.glyphs.absent)
    let marked = app.marked
    let first = min(app.selection.top, groups.rows.count)
    for line in first..<min(groups.rows.count, first + area.height) {
      let at = Rect(x: area.x, y: area.y + line - first, width: area.width, height: 1)
      let isSelected = line == app.selection.cursor
      surface.fill(at, style: Style(.plain, selected: isSelected))
      let number = groups.rows[line]
      for place in places {
        let field = columns[place.index].field
        let value = field.value(tree, number)
        let style = Style(role(field, value, tree, number), selected: isSelected)
        cells.put(
          field == .name ? name(tree, number) : text.write(value), place,
          alignsRight: field.kind.alignsRight,
          keepsEnd: field == .binding || field == .name && groups.showsPaths, style,
          into: &surface, at)
        if field == .name, let marked {
          cells.mark(
            marked, into: &surface, Rect(x: at.x + place.x, y: at.y, width: place.width, height: 1))
        }
      }
    }
  }

  /// The name below its parent's, with a mark where it hides others.
  private func name(_ tree: CgroupTree, _ number: Int) -> String {
    let field: CgroupField = app.groups.showsPaths ? .path : .name
    guard case .text(let name) = field.value(tree, number) else { return "?" }
    guard app.groups.sort == nil, !app.groups.showsPaths else { return name }
    let indent = String(repeating: "  ", count: min(12, tree.groups[number].depth))
    return indent + (app.groups.isFolded(number) ? "+ " : "") + name
  }

  /// Nearer to its limit than this is said in red, or in amber. Unit: percent of the limit that is left.
  private static let tight = (bad: 3.0, warn: 10.0)

  private func role(
    _ field: CgroupField, _ value: FieldValue, _ tree: CgroupTree, _ number: Int
  ) -> Role {
    if field == .headroom || field == .share, let left = Self.left(tree.groups[number]) {
      if left < Self.tight.bad { return .bad }
      if left < Self.tight.warn { return .warn }
    }
    if field == .kills, app.groups.newKills(tree.groups[number]) > 0 { return .bad }
    switch value {
    case .absent, .denied, .failed, .unlimited: return .dim
    case .bytes(0), .number(0), .growth(0): return .dim
    case .percent(let share) where share == 0: return .dim
    case .rate(let rate) where rate == 0: return .dim
    default: return field == .name ? .accent : .plain
    }
  }

  /// What is left of a group's own limit before the kernel kills. Unit: percent.
  private static func left(_ group: CgroupTree.Group) -> Double? {
    guard let limit = group.memory.max.value?.bytes, limit > 0, let room = group.headroom else {
      return nil
    }
    return Double(room) / Double(limit) * 100
  }

  private func say(into surface: inout Surface, _ area: Rect) {
    let text: String
    if let failure = app.groups.failure {
      text = failure
    } else if app.groups.tree == nil {
      text = "reading the groups" + app.glyphs.more
    } else {
      text = "no group matches"
    }
    surface.put(text, x: area.x + 2, y: area.y, style: Style(.dim), limit: max(0, area.width - 2))
  }
}
