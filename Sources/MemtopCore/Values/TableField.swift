/// What sort of value a field has; it decides alignment, first sort direction and filter values.
public enum FieldKind: Sendable, Equatable {
  case bytes, growth, number, percent, rate, time, text

  public var isText: Bool { self == .text }
  public var alignsRight: Bool { self != .text }
  /// Sizes and scores are looked at from the largest down, names and numbers of order upwards.
  public var isBytes: Bool { self == .bytes || self == .growth }
}

/// A quantity of a table's rows that is declared once: column, sort, filter word, JSON key, help and
/// reference page come from its row in `all`.
public protocol TableField: Sendable, Equatable {
  /// JSON key and CSV heading, in lowerCamelCase.
  var id: String { get }
  /// Other words that name it in filters and options.
  var aliases: [String] { get }
  /// Heading of the column.
  var title: String { get }
  var kind: FieldKind { get }
  /// In the order that help lists them.
  static var all: [Self] { get }
}

extension TableField {
  public var aliases: [String] { [] }

  /// The field that a word names (id, alias or title, in any case).
  public static func named(_ word: String) -> Self? {
    let wanted = word.lowercased()
    // A heading of one may be the name of another.
    return all.first { $0.id.lowercased() == wanted }
      ?? all.first { $0.aliases.contains(wanted) }
      ?? all.first { $0.title.lowercased() == wanted }
  }

  public static func == (a: Self, b: Self) -> Bool { a.id == b.id }
}
