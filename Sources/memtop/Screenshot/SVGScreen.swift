import MemtopUI

/// A screen as a picture: text in runs of equal style, lines and blocks as shapes.
struct SVGScreen {
  /// Size of a cell. Unit: pixels.
  private static let cell = (width: 8.0, height: 17.0)
  private static let margin = 8.0
  private static let ink = RGB(red: 0xd8, green: 0xdc, blue: 0xe3)
  private static let paper = RGB(red: 0x16, green: 0x18, blue: 0x1d)

  private struct RGB: Equatable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    var text: String {
      "#"
        + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// A third of the way to another colour, as terminals draw dim text.
    func faded(into other: RGB) -> RGB {
      func mean(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((2 * UInt16(a) + UInt16(b)) / 3) }
      return RGB(
        red: mean(red, other.red), green: mean(green, other.green), blue: mean(blue, other.blue))
    }
  }

  private struct Look: Equatable {
    var ink: RGB
    var paper: RGB?
    var isBold: Bool
    var isUnderlined: Bool
  }

  private let surface: Surface
  private let theme: Theme

  init(_ surface: Surface, _ theme: Theme) {
    self.surface = surface
    self.theme = theme
  }

  /// The whole document.
  var text: String {
    let width = Self.number(Double(surface.width) * Self.cell.width + 2 * Self.margin)
    let height = Self.number(Double(surface.height) * Self.cell.height + 2 * Self.margin)
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img">
      <title>memtop</title>
      <rect width="\(width)" height="\(height)" rx="6" fill="\(Self.paper.text)"/>
      <g transform="translate(\(Self.number(Self.margin)) \(Self.number(Self.margin)))" \
      font-family="DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, monospace" \
      font-size="13.28" xml:space="preserve">

      """
    for row in 0..<surface.height { line(row, &svg) }
    return svg + "</g>\n</svg>\n"
  }

  private func line(_ row: Int, _ svg: inout String) {
    var start = 0
    while start < surface.width {
      let look = look(surface[start, row].style)
      var end = start + 1
      while end < surface.width, self.look(surface[end, row].style) == look { end += 1 }
      run(row, start..<end, look, &svg)
      start = end
    }
  }

  /// One run of cells that look alike.
  private func run(_ row: Int, _ columns: Range<Int>, _ look: Look, _ svg: inout String) {
    let top = Double(row) * Self.cell.height
    if let paper = look.paper {
      svg += rectangle(columns, top, 0, Self.cell.height, paper)
    }
    if look.isUnderlined { svg += rectangle(columns, top, Self.cell.height - 2, 1, look.ink) }
    var column = columns.lowerBound
    while column < columns.upperBound {
      let scalar = surface[column, row].scalar
      if let scalar, let shape = CellShape(scalar) {
        var end = column + 1
        while shape.isContinuous, end < columns.upperBound, surface[end, row].scalar == scalar {
          end += 1
        }
        svg += draw(shape, column..<end, top, look.ink)
        column = end
      } else if isBlank(column, row) {
        column += 1
      } else {
        let end = textEnd(row, column, columns.upperBound)
        svg += text(row, column..<end, look)
        column = end
      }
    }
  }

  private func isBlank(_ column: Int, _ row: Int) -> Bool {
    surface[column, row].scalar == " " && surface[column, row].mark == nil
  }

  /// ASCII goes together up to two blanks in a row, which some viewers draw as one; any other
  /// character stands alone, so that a font without it keeps the grid.
  private func textEnd(_ row: Int, _ start: Int, _ limit: Int) -> Int {
    func isPlain(_ column: Int) -> Bool {
      let cell = surface[column, row]
      return cell.mark == nil && cell.scalar?.isASCII == true
    }
    var end = start + 1
    if isPlain(start) {
      while end < limit, isPlain(end) {
        if isBlank(end, row), end + 1 == limit || isBlank(end + 1, row) { break }
        end += 1
      }
    } else {
      while end < limit, surface[end, row].scalar == nil { end += 1 }
    }
    return end
  }

  private func text(_ row: Int, _ columns: Range<Int>, _ look: Look) -> String {
    var escaped = ""
    for column in columns {
      for scalar in [surface[column, row].scalar, surface[column, row].mark] {
        if let scalar { escaped += Self.escaped(scalar) }
      }
    }
    let x = Self.number(Double(columns.lowerBound) * Self.cell.width)
    let y = Self.number(Double(row) * Self.cell.height + 13)
    let length = Self.number(Double(columns.count) * Self.cell.width)
    let weight = look.isBold ? " font-weight=\"bold\"" : ""
    return "<text x=\"\(x)\" y=\"\(y)\" textLength=\"\(length)\" "
      + "lengthAdjust=\"spacingAndGlyphs\" fill=\"\(look.ink.text)\"\(weight)>\(escaped)</text>\n"
  }

  private func draw(
    _ shape: CellShape, _ columns: Range<Int>, _ top: Double, _ ink: RGB
  ) -> String {
    let left = Double(columns.lowerBound) * Self.cell.width
    let path = shape.boxes.map { box in
      let x = Self.number(left + box.x * Self.cell.width)
      let y = Self.number(top + box.y * Self.cell.height)
      let width = Self.number(
        (box.width + Double(columns.count - 1)) * Self.cell.width)
      let height = Self.number(box.height * Self.cell.height)
      return "M\(x) \(y)h\(width)v\(height)h-\(width)z"
    }
    let opacity = shape.opacity < 1 ? " opacity=\"\(shape.opacity)\"" : ""
    return "<path d=\"\(path.joined())\" fill=\"\(ink.text)\"\(opacity)/>\n"
  }

  private func rectangle(
    _ columns: Range<Int>, _ top: Double, _ offset: Double, _ height: Double, _ fill: RGB
  ) -> String {
    let x = Self.number(Double(columns.lowerBound) * Self.cell.width)
    let width = Self.number(Double(columns.count) * Self.cell.width)
    return "<rect x=\"\(x)\" y=\"\(Self.number(top + offset))\" width=\"\(width)\" "
      + "height=\"\(Self.number(height))\" fill=\"\(fill.text)\"/>\n"
  }

  private func look(_ style: Style) -> Look {
    let paint = theme.paint(style)
    var ink = paint.foreground.map(Self.rgb) ?? Self.ink
    var paper = paint.background.map(Self.rgb)
    // A theme's own grey is dim already.
    if paint.attributes.contains(.dim), paint.foreground == nil {
      ink = ink.faded(into: paper ?? Self.paper)
    }
    if paint.attributes.contains(.reverse) { (ink, paper) = (paper ?? Self.paper, ink) }
    return Look(
      ink: ink, paper: paper, isBold: paint.attributes.contains(.bold),
      isUnderlined: paint.attributes.contains(.underline))
  }

  private static func rgb(_ color: Color) -> RGB {
    let parts = color.components
    return RGB(red: parts.red, green: parts.green, blue: parts.blue)
  }

  /// Without needless decimals.
  private static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    if hundredths % 100 == 0 { return String(hundredths / 100) }
    return String(Double(hundredths) / 100)
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    // XML has no such characters.
    case "\u{0}"..<"\u{20}", "\u{fffe}", "\u{ffff}": "\u{fffd}"
    default: String(scalar)
    }
  }
}
