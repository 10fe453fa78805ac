/// A quantity of a table's rows that is declared once: column, sort, filter word, JSON key, help and
/// reference page come from its row in `all`.
public protocol TableField: Sendable, Equatable {
  /// JSON key and CSV heading, in lowerCamelCase.
  var id: String { get }
  /// Other words that name it in filters and options.
  var aliases: [String] { get }
  /// Heading of the column.
  var title: String { get }
  var kind: Field.Kind { get }
  /// In the order that help lists them.
  static var all: [Self] { get }
}

extension TableField {
  /// The field that a word names (id, alias or title, in any case).
  public static func named(_ word: String) -> Self? {
    let wanted = word.lowercased()
    return all.first { field in
      field.id.lowercased() == wanted || field.aliases.contains(wanted)
        || field.title.lowercased() == wanted
    }
  }

  public static func == (a: Self, b: Self) -> Bool { a.id == b.id }
}
