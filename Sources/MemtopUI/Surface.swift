/// One character cell of a screen.
///
/// All of it is in one word, because a screen has thousands of them.
public struct Cell: Hashable, Sendable {
  private var bits: UInt64

  private static let scalarAt: UInt64 = 0
  private static let markAt: UInt64 = 21
  private static let roleAt: UInt64 = 42
  private static let bold: UInt64 = 1 << 50
  private static let selected: UInt64 = 1 << 51
  /// The bits of a character.
  private static let character: UInt64 = 1 << 21 - 1

  init(scalar: Unicode.Scalar?, mark: Unicode.Scalar?, style: Style) {
    bits =
      Self.word(scalar) << Self.scalarAt | Self.word(mark) << Self.markAt
      | UInt64(style.role.rawValue) << Self.roleAt | (style.isBold ? Self.bold : 0)
      | (style.isSelected ? Self.selected : 0)
  }

  /// Nil in the right half of a wide character.
  public var scalar: Unicode.Scalar? { character(Self.scalarAt) }

  /// A combining mark drawn over `scalar`.
  public var mark: Unicode.Scalar? {
    get { character(Self.markAt) }
    set { self = Cell(scalar: scalar, mark: newValue, style: style) }
  }

  public var style: Style {
    get {
      Style(
        Role(rawValue: UInt8(truncatingIfNeeded: bits >> Self.roleAt)) ?? .plain,
        bold: bits & Self.bold != 0, selected: bits & Self.selected != 0)
    }
    set { self = Cell(scalar: scalar, mark: mark, style: newValue) }
  }

  public static let blank = Cell(scalar: " ", mark: nil, style: .plain)

  /// No cell holds the character of this number, so it stands for none.
  private static func word(_ character: Unicode.Scalar?) -> UInt64 {
    character.map { UInt64($0.value) } ?? 0
  }

  private func character(_ place: UInt64) -> Unicode.Scalar? {
    let value = UInt32(truncatingIfNeeded: bits >> place & Self.character)
    return value == 0 ? nil : Unicode.Scalar(value)
  }
}

/// A screen as a value: panes draw into it, ncurses, a text file or an SVG show it.
///
/// Text that reaches it was made visible before (see `VisibleText`); a control character that still
/// arrives is drawn as `?`, so that nothing reaches a terminal raw.
public struct Surface: Equatable, Sendable {
  public let width: Int
  public let height: Int
  public private(set) var cells: [Cell]
  /// Where the terminal's own cursor stands while the user types; nil hides it.
  public var cursor: Point?
  let columns: CharacterWidth

  /// - Parameter columns: how many cells a character takes (0, 1 or 2).
  public init(width: Int, height: Int, columns: @escaping CharacterWidth = Surface.narrow) {
    self.width = max(0, width)
    self.height = max(0, height)
    self.columns = columns
    cells = Array(repeating: .blank, count: self.width * self.height)
  }

  public typealias CharacterWidth = @Sendable (Unicode.Scalar) -> Int

  /// Every character one cell wide, for text that is known to be plain.
  public static let narrow: CharacterWidth = { _ in 1 }

  public static func == (a: Surface, b: Surface) -> Bool {
    a.width == b.width && a.height == b.height && a.cells == b.cells && a.cursor == b.cursor
  }

  public subscript(x: Int, y: Int) -> Cell {
    get { cells[y * width + x] }
    set { cells[y * width + x] = newValue }
  }

  var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// Writes text from `x` on, cut at `limit` cells or the screen's edge; returns the cells it took.
  @discardableResult
  public mutating func put(
    _ text: String, x: Int, y: Int, style: Style = .plain, limit: Int = .max
  ) -> Int {
    guard y >= 0, y < height, x < width, limit > 0 else { return 0 }
    let end = limit >= width - x ? width : x + limit
    var at = x
    for scalar in text.unicodeScalars {
      let safe: Unicode.Scalar = scalar.value < 0x20 || scalar.value == 0x7f ? "?" : scalar
      let cellsTaken = columns(safe)
      if cellsTaken <= 0 {
        if at > x, at - 1 >= 0, at - 1 < width { self[at - 1, y].mark = safe }
        continue
      }
      guard at + cellsTaken <= end else { break }
      if at >= 0 {
        self[at, y] = Cell(scalar: safe, mark: nil, style: style)
        if cellsTaken == 2 { self[at + 1, y] = Cell(scalar: nil, mark: nil, style: style) }
      }
      at += cellsTaken
    }
    return at - x
  }

  /// How many cells the text takes.
  public func measure(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + max(0, columns($1)) }
  }

  /// Fills a rectangle with blanks (or `scalar`) of one style.
  public mutating func fill(_ rect: Rect, _ scalar: Unicode.Scalar = " ", style: Style = .plain) {
    let area = rect.intersection(bounds)
    for y in area.y..<area.y + area.height {
      for x in area.x..<area.x + area.width {
        self[x, y] = Cell(scalar: scalar, mark: nil, style: style)
      }
    }
  }

  /// Changes only the style of what is there.
  mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let area = rect.intersection(bounds)
    for y in area.y..<area.y + area.height {
      for x in area.x..<area.x + area.width { change(&self[x, y].style) }
    }
  }

  /// The screen as lines of text, blanks at their ends cut.
  public var lines: [String] {
    (0..<height).map { y in
      var line = String.UnicodeScalarView()
      for x in 0..<width {
        let cell = self[x, y]
        if let scalar = cell.scalar { line.append(scalar) }
        if let mark = cell.mark { line.append(mark) }
      }
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }
}
