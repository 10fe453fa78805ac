import MemtopCore

/// The columns that the list of a pane can have beside each other, declared with the pane: the setup chooses and orders them, the
/// config file keeps the choice, the help says what each means.
struct PaneColumns: Sendable {
  struct Column: Sendable, Equatable {
    let id: String
    let title: String
    let help: String
    /// The kernel file and what of it; nil where the help says it.
    var source: String?
  }

  /// What the config file calls the choice.
  let setting: String
  /// For the help.
  let title: String
  let all: [Column]
  /// What always stands in front of them.
  var leading: [Column] = []
  /// What is shown where nobody chose, from left to right.
  let standard: [String]
  /// The one that cannot be left out; nil where any can.
  var fixed: String?

  /// One that can be chosen.
  func column(_ id: String) -> Column? { all.first { $0.id == id } }

  func any(_ id: String) -> Column? { (leading + all).first { $0.id == id } }

  /// A choice by the names that people write, without what comes twice; nil where one names no column.
  func chosen(by names: [String]) -> [String]? {
    var chosen: [String] = []
    for name in names {
      let wanted = name.lowercased()
      // A heading of one may be the name of another.
      guard
        let column = all.first(where: { $0.id.lowercased() == wanted })
          ?? all.first(where: { $0.title.lowercased() == wanted })
      else { return nil }
      if !chosen.contains(column.id) { chosen.append(column.id) }
    }
    guard !chosen.isEmpty else { return nil }
    if let fixed, !chosen.contains(fixed) { chosen.append(fixed) }
    return chosen
  }
}

extension Settings {
  /// The columns of a pane that the user wants, from left to right.
  func columnIDs(of pane: Pane.ID) -> [String] {
    pane == .processes ? columns.map(\.id) : paneColumns[pane] ?? Pane.of(pane).columns.standard
  }

  mutating func choose(_ ids: [String], of pane: Pane.ID) {
    if pane == .processes {
      columns = ids.compactMap(Field.named)
    } else {
      paneColumns[pane] = ids == Pane.of(pane).columns.standard ? nil : ids
    }
  }

  /// Of what there is now, what the user wants, in that order.
  func chosen<Column>(
    of columns: [Column], in pane: Pane.ID, id: (Column) -> String
  ) -> [Column] {
    columnIDs(of: pane).compactMap { wanted in columns.first { id($0) == wanted } }
  }
}
