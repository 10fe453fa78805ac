import MemtopCore

/// The help as a document: keys, columns, the memory bar, what numbers mean.
enum HelpSections {
  static func document(
    _ commands: [CommandListing], _ tables: [PaneColumns], _ glyphs: Glyphs
  ) -> Document {
    Document(
      kind: "help", title: "Help",
      keys(commands) + tables.map(columns) + [bar(glyphs), numbers, notShown])
  }

  /// One section a group, in the order in which the groups first come.
  private static func keys(_ commands: [CommandListing]) -> [DocumentSection] {
    var groups: [String] = []
    for command in commands where !groups.contains(command.group) { groups.append(command.group) }
    return groups.map { group in
      section(
        "keys", "Keys: " + group,
        commands.filter { $0.group == group }.map { command in
          DocumentTerm(
            command.keys, command.title + ". " + command.help,
            aside: command.disabledReason.map { "Not now: \($0)." })
        })
    }
  }

  private static func columns(_ table: PaneColumns) -> DocumentSection {
    section(
      table.setting, table.title,
      (table.leading + table.all).map { column in
        DocumentTerm(column.title, column.help, aside: column.source.map { "Source: \($0)." })
      })
  }

  static func section(_ id: String, _ title: String, _ terms: [DocumentTerm]) -> DocumentSection {
    DocumentSection(id, title, [.terms(terms)])
  }
}
