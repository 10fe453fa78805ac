import LinuxKernel
import MemtopCore

/// The table of the pane of groups.
enum GroupTable {
  static func make(_ frame: AppFrame) -> PaneTable<Int> {
    let groups = frame.app.groups
    let columns = GroupColumns.all(frame.app.settings, sort: groups.sort)
    let text = FieldText(
      unit: frame.app.settings.unit, timeOffset: frame.app.timeOffset, now: frame.app.wall ?? 0,
      absent: frame.app.glyphs.absent)
    let rows = groups.tree == nil ? [] : groups.rows
    let table = ListTable(
      frame, columns.map { drawn($0, groups, text) },
      GroupColumns.fitting(columns, width: frame.app.width))
    return PaneTable(
      table: table, count: rows.count, missing: missing(frame.app), row: { rows[$0] })
  }

  private static func drawn(
    _ column: GroupColumns.Column, _ groups: GroupList, _ text: FieldText
  ) -> ListColumn<Int> {
    let field = column.field
    let isName = field == .name
    let sorts = groups.sort == field || isName && groups.sort == .path
    let title = isName ? (groups.showsPaths ? "GROUP" : "NAME") : field.title
    return ListColumn(
      title: title, alignsRight: field.kind.alignsRight, width: column.width,
      priority: column.priority, isName: isName, sorts: sorts ? groups.isDescending : nil,
      cell: { number in
        guard let tree = groups.tree else { return ListCell(text: "") }
        let value = field.value(tree, number)
        return ListCell(
          text: isName ? name(tree, number, groups) : text.write(value),
          style: Style(role(field, value, tree, number, groups)),
          keepsEnd: field == .binding || isName && groups.showsPaths)
      })
  }

  /// The name below its parent's, with a mark where it hides others.
  private static func name(_ tree: CgroupTree, _ number: Int, _ groups: GroupList) -> String {
    let field: CgroupField = groups.showsPaths ? .path : .name
    guard case .text(let name) = field.value(tree, number) else { return "?" }
    guard groups.sort == nil, !groups.showsPaths else { return name }
    let indent = String(repeating: "  ", count: min(12, tree.groups[number].depth))
    return indent + (groups.isFolded(number) ? "+ " : "") + name
  }

  /// Nearer to its limit than this is said in red, or in amber. Unit: percent of the limit that is left.
  private static let tight = (bad: 3.0, warn: 10.0)

  private static func role(
    _ field: CgroupField, _ value: FieldValue, _ tree: CgroupTree, _ number: Int,
    _ groups: GroupList
  ) -> Role {
    if field == .headroom || field == .share, let left = left(tree.groups[number]) {
      if left < tight.bad { return .bad }
      if left < tight.warn { return .warn }
    }
    if field == .kills, groups.newKills(tree.groups[number]) > 0 { return .bad }
    let role = ListColumn<Int>.role(value)
    return role == .plain && field == .name ? .accent : role
  }

  /// What is left of a group's own limit before the kernel kills. Unit: percent.
  private static func left(_ group: CgroupTree.Group) -> Double? {
    guard let limit = group.memory.max.value?.bytes, limit > 0, let room = group.headroom else {
      return nil
    }
    return Double(room) / Double(limit) * 100
  }

  /// Why there is no group.
  private static func missing(_ app: App) -> String {
    if let failure = app.groups.failure { return failure }
    return app.groups.tree == nil ? "reading the groups" + app.glyphs.more : "no group matches"
  }
}
