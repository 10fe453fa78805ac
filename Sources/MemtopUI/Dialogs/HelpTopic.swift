import MemtopCore

/// A section of the help: a heading and what stands below it.
struct HelpTopic: Sendable {
  /// A key or a name, and what is said of it; without a name it is running text.
  struct Entry: Sendable {
    var name = ""
    var text: String
    /// Said after the text, in a quieter voice.
    var aside = ""
    /// The part of the memory bar it is about, whose fill stands before the name.
    var kind: MemoryKind?

    func name(_ glyphs: Glyphs) -> String {
      kind.map { String($0.fill(glyphs)) + " " + $0.label } ?? name
    }
  }

  let title: String
  let entries: [Entry]

  /// The whole help: keys, columns, the memory bar, what numbers mean.
  static func all(_ commands: [CommandListing], _ fields: [Field]) -> [HelpTopic] {
    keys(commands) + [columns(fields), victims, events, groups, slabs, bar, numbers, notShown]
  }

  /// One section a group, in the order in which the groups first come.
  private static func keys(_ commands: [CommandListing]) -> [HelpTopic] {
    var groups: [String] = []
    for command in commands where !groups.contains(command.group) { groups.append(command.group) }
    return groups.map { group in
      HelpTopic(
        title: "Keys: " + group,
        entries: commands.filter { $0.group == group }.map { command in
          Entry(
            name: command.keys, text: command.title + ". " + command.help,
            aside: command.disabledReason.map { "Not now: \($0)." } ?? "")
        })
    }
  }

  private static let victims = HelpTopic(
    title: "Columns of Victims",
    entries: VictimColumn.all.map { Entry(name: $0.title, text: $0.help) })

  private static let events = HelpTopic(
    title: "Columns of Events",
    entries: EventColumn.all.map { Entry(name: $0.title, text: $0.help) })

  private static let groups = HelpTopic(
    title: "Columns of Groups",
    entries: CgroupField.all.map { Entry(column: $0.title, $0.help, source: $0.source) })

  private static let slabs = HelpTopic(
    title: "Columns of slab caches",
    entries: KernelTable.slabs.columns.map {
      Entry(column: $0.title, $0.help, source: $0.source)
    })

  private static func columns(_ fields: [Field]) -> HelpTopic {
    HelpTopic(
      title: "Columns",
      entries: fields.map { Entry(column: $0.title, $0.help, source: $0.source) })
  }
}

extension HelpTopic.Entry {
  /// A column of a table, with where its numbers come from.
  fileprivate init(column title: String, _ help: String, source: String) {
    self.init(name: title, text: help, aside: "Source: \(source).")
  }
}
