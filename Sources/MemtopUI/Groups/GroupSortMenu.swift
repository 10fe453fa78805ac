import MemtopCore

/// Chooses the field that groups are sorted by, or their tree.
struct GroupSortMenu: ListMenu {
  let title = "Sort groups by"
  private let current: CgroupField?
  var cursor = ListCursor()

  init(_ groups: GroupList) {
    current = groups.sort
    cursor.index = current.flatMap { CgroupField.all.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
  }

  var keys: [(key: String, label: String)] {
    [("Enter", "Sort"), ("Up Down", "Move"), ("a-z", "Jump"), ("Esc", "Cancel")]
  }

  var names: [String] { ["tree"] + CgroupField.all.map(\.id) }

  private var field: CgroupField? { cursor.index == 0 ? nil : CgroupField.all[cursor.index - 1] }

  var choice: DialogStep { .sortGroups(field) }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = 60
    page.cursor = cursor.index
    let width = names.reduce(0) { max($0, context.measure($1)) }
    page.body = names.indices.map { index in
      let sortsNow = index == 0 ? current == nil : CgroupField.all[index - 1] == current
      var line = DialogLine(context.padded(names[index], to: width + 2))
      if sortsNow { line.add("sorts now", .dim) }
      line.isSelected = index == cursor.index
      line.entry = index
      return line
    }
    page.foot = context.wrapped(
      field.map { "\($0.help) Source: \($0.source)." } ?? "Each group below its parent.", .dim)
    return page
  }
}
