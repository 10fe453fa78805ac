/// What memtop says of one subject, as a value: the screen draws it, and the commands write it as
/// text, JSON and Markdown. Texts are made visible; their signs may be beyond ASCII.
public struct Document: Sendable, Equatable {
  /// What kind of subject it is about, as JSON names it: `process`, `kill`, `host`.
  public let kind: String
  public let title: String
  /// What tells the subject from others, by the keys that JSON gives them.
  public let subject: [(key: String, value: FieldValue)]
  public let sections: [DocumentSection]

  public init(
    kind: String, title: String, subject: [(key: String, value: FieldValue)] = [],
    _ sections: [DocumentSection]
  ) {
    self.kind = kind
    self.title = title
    self.subject = subject
    self.sections = sections
  }

  /// Every text in it, in the order of the page.
  public var texts: [String] {
    [title] + sections.flatMap { ($0.title.map { [$0] } ?? []) + $0.parts.flatMap(\.texts) }
  }

  public static func == (a: Document, b: Document) -> Bool {
    a.kind == b.kind && a.title == b.title && a.sections == b.sections
      && a.subject.elementsEqual(b.subject) { $0.key == $1.key && $0.value == $1.value }
  }
}

/// What belongs together in a document.
public struct DocumentSection: Sendable, Equatable {
  /// As JSON names it.
  public let id: String
  /// Nil where the text needs no heading.
  public let title: String?
  /// Of the title.
  public let role: DocumentRole
  /// What is said behind the title; may be empty.
  public let aside: String
  /// It was told once and was not told again yet.
  public let isLate: Bool
  public let parts: [DocumentPart]

  public init(
    _ id: String, _ title: String?, role: DocumentRole = .accent, aside: String = "",
    isLate: Bool = false, _ parts: [DocumentPart]
  ) {
    self.id = id
    self.title = title
    self.role = role
    self.aside = aside
    self.isLate = isLate
    self.parts = parts
  }
}

/// One kind of content.
public enum DocumentPart: Sendable, Equatable {
  /// A sentence or more; `label` stands before it with a colon.
  case text(label: String? = nil, String, DocumentRole = .plain)
  case facts(DocumentFacts)
  case terms([DocumentTerm])
  case table(DocumentTable)
  /// Numbered from 1.
  case list([String])
  /// What to do, numbered from 1.
  case steps([Advice])
  /// Whom the section is about; keys of a screen can be for each.
  case subjects([Subject])
  /// Room between two parts.
  case gap

  var texts: [String] {
    switch self {
    case .text(let label, let text, _): (label.map { [$0] } ?? []) + [text]
    case .facts(let facts): facts.facts.flatMap { [$0.name, $0.meaning] }
    case .terms(let terms): terms.flatMap { [$0.name, $0.text] + ($0.aside.map { [$0] } ?? []) }
    case .table(let table):
      [table.label, table.labelTitle].compactMap(\.self) + table.columns.map(\.title)
        + table.rows.flatMap { row in
          [row.label]
            + row.cells.compactMap { if case .value(.text(let text)) = $0 { text } else { nil } }
        }
    case .list(let items): items
    case .steps(let steps):
      steps.flatMap { [$0.action, $0.reason] + ($0.command.map { [$0] } ?? []) }
    case .subjects(let subjects): subjects.map(\.text)
    case .gap: []
    }
  }
}

/// What a text or row means to its reader; how that looks is the writer's.
public enum DocumentRole: String, Sendable {
  case plain
  /// Said for completeness.
  case quiet
  /// What the section is about.
  case accent
  case good
  case warn
  case bad
}

/// Things with a name, perhaps a value, and what it means.
public struct DocumentFacts: Sendable, Equatable {
  public struct Fact: Sendable, Equatable {
    public let name: String
    /// Nil where there is none to be; a value that is not known is one of `FieldValue`'s.
    public let value: FieldValue?
    public let meaning: String
    public let role: DocumentRole
    /// What the reader can do with it just now, behind the meaning.
    public let remark: String?
    /// Its past, which a screen may draw; nil where none is remembered.
    public let course: Course?

    public init(
      _ name: String, _ value: FieldValue? = nil, _ meaning: String, _ role: DocumentRole = .quiet,
      remark: String? = nil, course: Course? = nil
    ) {
      self.course = course
      self.name = name
      self.value = value
      self.meaning = meaning
      self.role = role
      self.remark = remark
    }
  }

  public let facts: [Fact]
  /// Cells that names take at least, so that a fact which comes moves no other.
  public let nameWidth: Int
  /// Lines that a fact takes on a screen at most.
  public let longest: Int

  public init(_ facts: [Fact], nameWidth: Int = 0, longest: Int = .max) {
    self.facts = facts
    self.nameWidth = nameWidth
    self.longest = longest
  }
}

/// A name, a key or a column, and a paragraph on it.
public struct DocumentTerm: Sendable, Equatable {
  public let name: String
  public let text: String
  /// Said after the text, in a quieter voice.
  public let aside: String?

  public init(_ name: String, _ text: String, aside: String? = nil) {
    self.name = name
    self.text = text
    self.aside = aside
  }
}

/// Rows with a label and values in columns.
public struct DocumentTable: Sendable, Equatable {
  public struct Column: Sendable, Equatable {
    public let title: String
    /// It gives way first where there is little room.
    public let isSpare: Bool
    /// Its cells are words, which begin at the left.
    public let isText: Bool

    public init(_ title: String, isSpare: Bool = false, isText: Bool = false) {
      self.title = title
      self.isSpare = isSpare
      self.isText = isText
    }
  }

  public enum Cell: Sendable, Equatable {
    case value(FieldValue)
    /// Shown as a size.
    case pages(Int64)
    case empty
  }

  public struct Row: Sendable, Equatable {
    public let label: String
    public let cells: [Cell]
    public let role: DocumentRole
    /// A sum, or the head of those below it.
    public let isBold: Bool
    /// The end of the label tells more than its beginning, as of a path.
    public let keepsEnd: Bool
    /// Steps that it is below the row that has it as a part.
    public let depth: Int

    public init(
      _ label: String, _ cells: [Cell], _ role: DocumentRole = .plain, isBold: Bool = false,
      keepsEnd: Bool = false, depth: Int = 0
    ) {
      self.label = label
      self.cells = cells
      self.role = role
      self.isBold = isBold
      self.keepsEnd = keepsEnd
      self.depth = depth
    }
  }

  /// What becomes of columns that have no room.
  public enum Overflow: Sendable {
    /// They are left out from the end.
    case dropped
    /// They stand in another table below.
    case continued
  }

  /// What a row is called, as JSON names it.
  public let label: String
  /// Labels stand behind the values, below `labelTitle`.
  public let labelTitle: String?
  public let columns: [Column]
  public let rows: [Row]
  public let overflow: Overflow
  /// Of the cells that are pages. Unit: bytes.
  public let pageSize: UInt64

  /// - Parameter labelTitle: nil where labels stand in front and need no title.
  public init(
    _ label: String, labelsBehind labelTitle: String? = nil, _ columns: [Column], _ rows: [Row],
    overflow: Overflow = .dropped, pageSize: UInt64 = 4096
  ) {
    self.label = label
    self.labelTitle = labelTitle
    self.columns = columns
    self.rows = rows
    self.overflow = overflow
    self.pageSize = pageSize
  }
}
