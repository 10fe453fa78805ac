import MemtopCore

/// Chooses the field that groups are sorted by, or their tree.
struct GroupSortMenu: OrderMenu {
  let title = "Sort groups by"
  let current: Int
  let leastWidth = 60
  var cursor = ListCursor()

  init(_ groups: GroupList) {
    current = groups.sort.flatMap { CgroupField.all.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    cursor.index = current
  }

  var names: [String] { ["tree"] + CgroupField.all.map(\.id) }

  private var field: CgroupField? { cursor.index == 0 ? nil : CgroupField.all[cursor.index - 1] }

  var help: String {
    field.map { "\($0.help) Source: \($0.source)." } ?? "Each group below its parent."
  }

  var choice: DialogStep { .sortGroups(field) }
}
