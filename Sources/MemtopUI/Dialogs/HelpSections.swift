import MemtopCore

/// The help as a document: keys, columns, the memory bar, what numbers mean.
enum HelpSections {
  static func document(
    _ commands: [CommandListing], _ fields: [Field], _ glyphs: Glyphs
  ) -> Document {
    Document(
      kind: "help", title: "Help",
      keys(commands) + columns(fields) + [bar(glyphs), numbers, notShown])
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

  /// One section a table.
  private static func columns(_ fields: [Field]) -> [DocumentSection] {
    [
      section("columns", "Columns", fields.map { column($0.title, $0.help, $0.source) }),
      section(
        "victimColumns", "Columns of Victims",
        VictimField.all.filter { $0.forms.contains(.column) }.map {
          DocumentTerm($0.title, $0.help)
        }),
      section(
        "eventColumns", "Columns of Events", EventColumn.all.map { DocumentTerm($0.title, $0.help) }
      ),
      section(
        "groupColumns", "Columns of Groups",
        CgroupField.all.map { column($0.title, $0.help, $0.source) }),
      section(
        "slabColumns", "Columns of slab caches",
        KernelTable.slabs.columns.map { column($0.title, $0.help, $0.source) }),
    ]
  }

  /// A column, with where its numbers come from.
  private static func column(_ title: String, _ help: String, _ source: String) -> DocumentTerm {
    DocumentTerm(title, help, aside: "Source: \(source).")
  }

  static func section(_ id: String, _ title: String, _ terms: [DocumentTerm]) -> DocumentSection {
    DocumentSection(id, title, [.terms(terms)])
  }
}
