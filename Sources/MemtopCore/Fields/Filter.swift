/// Which processes to show: terms such as `rss>1G`, `user:app`, `adj<0` or plain text, all of which must hold.
public typealias Filter = TermFilter<Field>

/// Which rows of a table to show: terms that compare fields, or plain text, all of which must hold.
public struct TermFilter<Column: TableField>: Sendable, Equatable {
  /// Why a filter cannot be used, in one line that names the word and what is accepted.
  public struct Failure: Error, Equatable, Sendable {
    public let message: String
  }

  enum Comparison: String, CaseIterable, Sendable {
    case atMost = "<="
    case atLeast = ">="
    case isNot = "!="
    case less = "<"
    case greater = ">"
    case equals = "="
    case contains = ":"
  }

  enum Term: Sendable, Equatable {
    /// What names the row holds this text, in any case.
    case text(String)
    case number(Column, Comparison, Double)
    case words(Column, Comparison, String)
  }

  /// What the user wrote.
  public let source: String
  let terms: [Term]

  public static var none: Self { Self(source: "", terms: []) }

  public var isEmpty: Bool { terms.isEmpty }

  private init(source: String, terms: [Term]) {
    self.source = source
    self.terms = terms
  }

  /// Throws: when a term names no field or its value does not fit the field.
  public init(_ source: String) throws(Failure) {
    var terms: [Term] = []
    for word in Self.words(source) { terms.append(try Self.term(word)) }
    self.init(source: source, terms: terms)
  }

  /// Blanks part the terms; double quotes keep blanks and operators in one text term.
  private static func words(_ source: String) -> [(text: String, isQuoted: Bool)] {
    var words: [(String, Bool)] = []
    var word = ""
    var isQuoted = false
    var wasQuoted = false
    for character in source {
      if character == "\"" {
        isQuoted.toggle()
        if word.isEmpty { wasQuoted = true }
      } else if character == " ", !isQuoted {
        if !word.isEmpty { words.append((word, wasQuoted)) }
        word = ""
        wasQuoted = false
      } else {
        word.append(character)
      }
    }
    if !word.isEmpty { words.append((word, wasQuoted)) }
    return words
  }

  private static func term(_ word: (text: String, isQuoted: Bool)) throws(Failure) -> Term {
    guard !word.isQuoted, let split = split(word.text) else {
      return .text(word.text.lowercased())
    }
    let (name, comparison, value) = split
    guard let field = Column.named(name) else {
      throw Failure(
        message: "\(VisibleText.make(word.text)): no field is named "
          + "'\(VisibleText.make(name))' (fields: \(Column.all.map(\.id).joined(separator: ", ")))")
    }
    guard !value.isEmpty else {
      throw Failure(message: "\(VisibleText.make(word.text)): \(wanted(field.kind)) is missing")
    }
    if field.kind.isText { return .words(field, comparison, value.lowercased()) }
    guard let number = number(value, field.kind) else {
      throw Failure(
        message: "\(VisibleText.make(word.text)): '\(VisibleText.make(value))' is not "
          + wanted(field.kind))
    }
    return .number(field, comparison, number)
  }

  private static func wanted(_ kind: FieldKind) -> String {
    kind.isText ? "a text" : kind.isBytes ? "a size such as 512M or 1.5G" : "a number"
  }

  /// The word at the end of a filter that is being typed; empty behind a blank and inside quotes.
  public static func lastWord(of source: String) -> String {
    guard !source.contains("\"") else { return "" }
    return String(source.reversed().prefix { $0 != " " }.reversed())
  }

  /// Whether the name of a field begins with this word, so that a comparison may follow.
  public static func mayBecomeTerm(_ word: String) -> Bool {
    // `pid!` on its way to `pid!=`.
    let name = (word.last == "!" ? word.dropLast() : Substring(word)).lowercased()
    return !name.isEmpty && Column.all.contains { $0.id.lowercased().hasPrefix(name) }
  }

  private static func number(_ text: String, _ kind: FieldKind) -> Double? {
    if kind.isBytes { return Quantity.parseBytes(text) }
    guard let value = Double(text.last == "%" ? String(text.dropLast()) : text), value.isFinite
    else { return nil }
    return value
  }

  private static func split(_ word: String) -> (String, Comparison, String)? {
    guard let at = word.firstIndex(where: { "<>=!:".contains($0) }), at > word.startIndex else {
      return nil
    }
    let rest = word[at...]
    for comparison in Comparison.allCases where rest.hasPrefix(comparison.rawValue) {
      return (String(word[..<at]), comparison, String(rest.dropFirst(comparison.rawValue.count)))
    }
    return nil
  }

  /// Whether a value fits a term of a number. One that is absent or denied matches no comparison.
  static func fits(_ value: FieldValue, _ comparison: Comparison, _ number: Double) -> Bool {
    guard let value = Self.value(value) else { return false }
    return Self.compare(value, comparison, number)
  }

  /// Whether a value fits a term of words, which are in lower case.
  static func fits(_ value: FieldValue, _ comparison: Comparison, _ words: String) -> Bool {
    guard case .text(let value) = value else { return false }
    let lowercased = value.lowercased()
    return switch comparison {
    case .contains: lowercased.contains(words)
    case .equals: lowercased == words
    case .isNot: lowercased != words
    case .less: lowercased < words
    case .greater: lowercased > words
    case .atMost: lowercased <= words
    case .atLeast: lowercased >= words
    }
  }

  private static func value(_ value: FieldValue) -> Double? {
    if case .time(let time) = value { return Double(time) / 1e9 }
    return value.decimal ?? value.order.map(Double.init)
  }

  private static func compare(_ a: Double, _ comparison: Comparison, _ b: Double) -> Bool {
    switch comparison {
    case .less: a < b
    case .greater: a > b
    case .atMost: a <= b
    case .atLeast: a >= b
    case .equals, .contains: a == b
    case .isNot: a != b
    }
  }
}

extension TermFilter {
  /// Whether a row is to be shown. A value that is absent or denied matches no comparison.
  ///
  /// - Parameters:
  ///   - holds: whether what names the row holds a text, which is in lower case.
  ///   - value: a field's value of the row.
  public func matches(
    holds: (String) -> Bool, value: (Column) -> FieldValue
  ) -> Bool {
    terms.allSatisfy { term in
      switch term {
      case .text(let text): holds(text)
      case .number(let field, let comparison, let number):
        Self.fits(value(field), comparison, number)
      case .words(let field, let comparison, let text): Self.fits(value(field), comparison, text)
      }
    }
  }

  /// The fields it looks at.
  ///
  /// - Parameter plain: the one that text without a field's name is looked for in.
  func fields(plain: Column) -> [Column] {
    terms.map { term in
      switch term {
      case .text: plain
      case .number(let field, _, _), .words(let field, _, _): field
      }
    }
  }
}

extension TermFilter where Column == Field {
  /// The fields it looks at.
  public var fields: [Field] { fields(plain: .comm) }

  /// Whether a process is to be shown. A value that is absent or denied matches no comparison.
  public func matches(_ model: borrowing Model, _ row: Int) -> Bool {
    for term in terms {
      switch term {
      case .text(let text):
        guard Self.holds(text, model, row) else { return false }
      case .number(let field, let comparison, let number):
        guard Self.fits(field.value(model, row), comparison, number) else { return false }
      case .words(let field, let comparison, let text):
        guard Self.fits(field.value(model, row), comparison, text) else { return false }
      }
    }
    return true
  }

  /// Whether name, command line or pid holds a text that is in lower case.
  public static func holds(_ text: String, _ model: borrowing Model, _ row: Int) -> Bool {
    if case .text(let comm) = Field.comm.value(model, row), comm.lowercased().contains(text) {
      return true
    }
    if String(model.processes.rows[row].pid) == text { return true }
    return model.commandLine(row)?.lowercased().contains(text) ?? false
  }
}
