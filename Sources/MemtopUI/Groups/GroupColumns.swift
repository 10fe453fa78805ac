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

  /// What a column of a field that is shown only because it sorts takes.
  private static let otherWidth = 12
  private static let leastName = 22
  private static let mostName = 60

  /// The name first, then the rest; the column that sorts is always among them.
  static func all(sort: CgroupField?) -> [Column] {
    var columns = [Column(field: .name, width: leastName, priority: nil)]
    for (id, width, priority) in shown {
      guard let field = CgroupField.named(id) else { continue }
      columns.append(
        Column(field: field, width: width, priority: field == sort ? nil : priority))
    }
    if let sort, sort != .path, !columns.contains(where: { $0.field == sort }) {
      let wanted = max(otherWidth, sort.title.unicodeScalars.count + 1)
      columns.append(Column(field: sort, width: wanted, priority: nil))
    }
    return columns
  }

  static func fitting(_ columns: [Column], width: Int) -> Fitting {
    Fitting(
      columns.map { Fitting.Column(width: $0.width, priority: $0.priority) }, width: width,
      flexible: 0, least: leastName, most: mostName)
  }
}
