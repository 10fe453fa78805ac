/// A small chart of the last samples, the newest at the right, one or more rows high.
///
/// Where there are fewer than `plenty` columns and Braille can be drawn, a column holds two samples.
struct Sparkline: Sendable {
  enum Kind: Sendable {
    /// Something that happens: none is drawn as a base line, and the least that is more stands above.
    case rate
    /// Something there is: in a single row its height matters more than a long past.
    case level
  }

  /// Oldest first; nil where the value was not known, which leaves a gap.
  var values: [Double?]
  /// The value of a full column.
  var top: Double
  var role: Role
  var kind: Kind
  /// How many values are newer than the one that is marked; nil where none is.
  var mark: Int?

  /// So many samples of history are shown where there is any way to.
  static let plenty = 60

  init(values: [Double?], top: Double, role: Role, kind: Kind, mark: Int? = nil) {
    self.values = values
    self.top = top
    self.role = role
    self.kind = kind
    self.mark = mark
  }

  /// How many samples a chart of this size shows.
  static func samples(_ area: Rect, _ kind: Kind, _ glyphs: Glyphs) -> Int {
    area.width * samplesPerColumn(area, kind, glyphs)
  }

  private static func samplesPerColumn(_ area: Rect, _ kind: Kind, _ glyphs: Glyphs) -> Int {
    let isFlat = kind == .level && area.height == 1
    return glyphs.isUnicode && area.width < plenty && !isFlat ? 2 : 1
  }

  func draw(into surface: inout Surface, _ area: Rect, _ glyphs: Glyphs) {
    guard area.width > 0, area.height > 0 else { return }
    let each = Self.samplesPerColumn(area, kind, glyphs)
    let first = values.count - area.width * each
    for column in 0..<area.width {
      let places = first + column * each..<first + (column + 1) * each
      let isQuiet = kind == .rate && places.allSatisfy { (value($0) ?? 0) <= 0 }
      let isMarked = mark.map { places.contains(values.count - 1 - $0) } ?? false
      let style = Style(isQuiet ? .dim : role, selected: isMarked)
      for row in 0..<area.height {
        surface.fill(
          Rect(x: area.x + column, y: area.y + row, width: 1, height: 1),
          scalar(places, above: area.height - 1 - row, of: area.height, glyphs), style: style)
      }
    }
  }

  /// A chart of one row as text; empty where nothing is known.
  func text(width: Int, _ glyphs: Glyphs) -> String {
    guard width > 0, values.contains(where: { $0 != nil }) else { return "" }
    let row = Rect(x: 0, y: 0, width: width, height: 1)
    let each = Self.samplesPerColumn(row, kind, glyphs)
    let first = values.count - width * each
    var text = ""
    for column in 0..<width {
      let places = first + column * each..<first + (column + 1) * each
      text.unicodeScalars.append(scalar(places, above: 0, of: 1, glyphs))
    }
    return text
  }

  /// What is drawn for one value, or two, in a row with so many below it.
  private func scalar(
    _ places: Range<Int>, above rowsBelow: Int, of rows: Int, _ glyphs: Glyphs
  ) -> Unicode.Scalar {
    let stepsPerRow = places.count == 2 ? 4 : glyphs.levels.count - 1
    func part(_ value: Double?) -> Int {
      min(max(0, height(value, steps: stepsPerRow * rows) - rowsBelow * stepsPerRow), stepsPerRow)
    }
    let left = part(value(places.lowerBound))
    guard places.count == 2 else { return glyphs.levels[left] }
    return Self.braille(left, part(value(places.lowerBound + 1)))
  }

  private func value(_ index: Int) -> Double? {
    values.indices.contains(index) ? values[index] : nil
  }

  private func height(_ value: Double?, steps: Int) -> Int {
    guard let value, value.isFinite else { return 0 }
    guard value > 0, top > 0 else { return 1 }
    let least = kind == .rate ? 2 : 1
    return max(least, Int((min(value / top, 1) * Double(steps)).rounded(.up)))
  }

  private static let leftDots: [UInt32] = [0, 0x40, 0x44, 0x46, 0x47]
  private static let rightDots: [UInt32] = [0, 0x80, 0xa0, 0xb0, 0xb8]

  /// Two columns of up to four dots, filled from below.
  private static func braille(_ left: Int, _ right: Int) -> Unicode.Scalar {
    let dots = leftDots[left] | rightDots[right]
    return dots == 0 ? " " : Unicode.Scalar(0x2800 | dots) ?? " "
  }
}
