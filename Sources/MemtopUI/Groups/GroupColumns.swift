import MemtopCore

/// The columns of the pane of groups, from left to right. What each is stands in its field.
enum GroupColumns {
  struct Column: Sendable {
    let field: CgroupField
    let width: Int
    /// Narrow screens leave out the lowest first; nil for what always stays.
    let priority: Int?
  }

  private static let shown: [(id: String, width: Int, priority: Int?)] = [
    ("current", 7, nil), ("max", 6, 99), ("share", 5, 98), ("headroom", 6, 97),
    ("swap", 6, 80), ("growth", 8, 85), ("secondsToLimit", 6, 60), ("workingSet", 6, 70),
    ("anon", 6, 75), ("file", 6, 68), ("kernel", 6, 50), ("high", 6, 55), ("psiSome", 5, 82),
    ("psiFull", 7, 45), ("refaultRate", 6, 65), ("limitMet", 6, 40), ("oomKill", 6, 90),
    ("processes", 5, 84), ("binding", 20, 35),
  ]

  /// Of those that are shown only where they are chosen, or sort.
  private static let otherPriority = 30
  private static let leastName = 22
  private static let mostName = 60

  /// The name is always the first, and the path stands in its place.
  static let choice = PaneColumns(
    setting: "group-columns", title: "Columns of Groups",
    all: CgroupField.all.filter { !leading.contains($0) }.map(column),
    leading: leading.map(column), standard: shown.map(\.id))

  private static let leading: [CgroupField] = [.name, .path]

  private static func column(_ field: CgroupField) -> PaneColumns.Column {
    PaneColumns.Column(id: field.id, title: field.title, help: field.help, source: field.source)
  }

  /// Every field's, by its id; the columns are asked for several times a frame.
  private static let known: [String: Column] = Dictionary(
    uniqueKeysWithValues: CgroupField.all.map { field in
      let own = shown.first { $0.id == field.id }
      return (
        field.id,
        Column(
          field: field, width: own?.width ?? width(field),
          priority: own.map(\.priority) ?? otherPriority)
      )
    })

  /// The name first, then what was chosen; the column that sorts is always among them.
  static func all(_ settings: Settings, sort: CgroupField?) -> [Column] {
    var ids = settings.columnIDs(of: .groups)
    if let sort, sort != .path, sort != .name, !ids.contains(sort.id) { ids.append(sort.id) }
    var columns = [Column(field: .name, width: leastName, priority: nil)]
    for id in ids {
      guard let column = known[id] else { continue }
      columns.append(
        Column(
          field: column.field, width: column.width,
          priority: id == sort?.id ? nil : column.priority))
    }
    return columns
  }

  /// The heading has room in it, with the mark of what sorts.
  private static func width(_ field: CgroupField) -> Int {
    let value =
      switch field.kind {
      case .bytes, .percent, .time: 6
      case .growth, .number, .rate: 8
      case .text: 12
      }
    return max(value, field.title.unicodeScalars.count + 1)
  }

  static func fitting(_ columns: [Column], width: Int) -> Fitting {
    Fitting(
      columns.map { Fitting.Column(width: $0.width, priority: $0.priority) }, width: width,
      flexible: 0, least: leastName, most: mostName)
  }
}
