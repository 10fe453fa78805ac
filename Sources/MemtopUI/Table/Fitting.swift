/// Which columns of a table, or keys of the bar, fit a width, and where they stand.
struct Fitting: Sendable {
  struct Column: Sendable {
    let width: Int
    /// Narrow screens leave out the lowest first; nil for what stays.
    let priority: Int?
    /// May take what the others leave: of those that are shown the last one does.
    var flexes = false
    /// Goes where it is not enough to leave out all that have a priority.
    var goesAtLast = false
  }

  struct Place: Sendable {
    /// Which of the columns it is.
    let index: Int
    let x: Int
    let width: Int
    let isFlexible: Bool
  }

  /// The cell on the left, for the mark of what is tagged.
  static let gutter = 1

  let places: [Place]

  /// - Parameters:
  ///   - least: what the flexible column gets before others are shown.
  ///   - leastOfAll: what it gets where there is room for no other.
  ///   - most: what it needs at most.
  ///   - gutter: cells in front of the first one.
  ///   - gap: cells between two.
  init(
    _ columns: [Column], width: Int, least: Int, leastOfAll: Int = 0, most: Int = .max,
    gutter: Int = Self.gutter, gap: Int = 1
  ) {
    var shown = Array(columns.indices)
    func flexible() -> Int? { shown.last { columns[$0].flexes } }
    func needed(_ least: Int) -> Int {
      let flexible = flexible()
      return shown.reduce(gutter - gap) {
        $0 + ($1 == flexible ? least : columns[$1].width) + gap
      }
    }
    while shown.count > 1 {
      let lowest = shown.lazy.compactMap { index in columns[index].priority.map { ($0, index) } }
        .min(by: <)?.1
      guard needed(lowest == nil ? leastOfAll : least) > width,
        let drop = lowest ?? shown.last(where: { columns[$0].goesAtLast })
      else { break }
      shown.removeAll { $0 == drop }
    }
    let taker = flexible()
    let rest = max(leastOfAll, min(most, width - needed(0)))
    var x = gutter
    places = shown.map { index in
      let cells = index == taker ? rest : columns[index].width
      defer { x += cells + gap }
      return Place(index: index, x: x, width: cells, isFlexible: index == taker)
    }
  }

  /// - Parameter flexible: the column that takes what the others leave; it stays.
  init(_ columns: [Column], width: Int, flexible: Int, least: Int, most: Int = .max) {
    var columns = columns
    columns[flexible] = Column(width: 0, priority: nil, flexes: true)
    self.init(columns, width: width, least: least, most: most)
  }
}

/// Writes the texts of a table's cells where its columns stand.
struct CellWriter: FrameDrawing {
  let frame: AppFrame

  /// - Parameter keepsEnd: the end of the text tells more than its beginning, as of a path.
  func put(
    _ text: String, _ place: Fitting.Place, alignsRight: Bool, keepsEnd: Bool = false,
    _ style: Style, into surface: inout Surface, _ area: Rect
  ) {
    let cut =
      keepsEnd
      ? TextWrap.cutInFront(
        text, width: place.width, more: app.glyphs.more, columns: app.characterWidth)
      : TextWrap.cut(
        text, width: place.width, more: app.glyphs.more, columns: app.characterWidth)
    let shift = alignsRight ? max(0, place.width - measure(cut)) : 0
    surface.put(
      cut, x: area.x + place.x + shift, y: area.y, style: style, limit: place.width - shift)
  }

  /// A heading, which is not cut: its column is wide enough.
  ///
  /// - Parameter sorts: whether the column sorts, and downwards.
  func heading(
    _ title: String, _ place: Fitting.Place, alignsRight: Bool, sorts isDescending: Bool? = nil,
    into surface: inout Surface, _ area: Rect
  ) {
    let mark = isDescending.map { $0 ? app.glyphs.sortDown : app.glyphs.sortUp } ?? ""
    let text = app.glyphs.heading(title) + mark
    let shift = alignsRight ? max(0, place.width - measure(text)) : 0
    let isSorted = isDescending != nil
    surface.put(
      text, x: area.x + place.x + shift, y: area.y,
      style: Style(isSorted ? .tableHeaderSorted : .tableHeader, bold: isSorted),
      limit: place.width - shift)
  }

  /// Shows what a search found in a cell.
  func mark(_ match: TextMatch, into surface: inout Surface, _ area: Rect) {
    let shown = area.intersection(surface.bounds)
    guard shown.width > 0, shown.height > 0 else { return }
    let scalars = (shown.x..<shown.x + shown.width).map { surface[$0, shown.y].scalar ?? "\0" }
    for range in match.ranges(in: scalars) {
      surface.restyle(
        Rect(x: shown.x + range.lowerBound, y: shown.y, width: range.count, height: 1)
      ) {
        $0.role = .match
        $0.isBold = true
      }
    }
  }
}

extension Glyphs {
  /// A heading that the screen can show.
  func heading(_ title: String) -> String {
    guard !isUnicode else { return title }
    var result = String.UnicodeScalarView()
    for scalar in title.unicodeScalars { result.append(scalar == "Δ" ? "d" : scalar) }
    return String(result)
  }
}
