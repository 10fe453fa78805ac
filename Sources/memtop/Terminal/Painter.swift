import CCurses
import MemtopUI

/// Hands a surface to ncurses, row by row; ncurses finds out what differs from what is shown.
struct Painter {
  private var theme: Theme
  private var palette: Palette
  private let encoding: CharacterEncoding
  private var row: [ccurses_cell] = []

  init(theme: Theme, depth: ColorDepth, encoding: CharacterEncoding) {
    self.theme = theme
    self.encoding = encoding
    palette = Palette(theme, depth: depth)
  }

  mutating func take(_ theme: Theme, depth: ColorDepth) {
    guard theme.name != self.theme.name else { return }
    self.theme = theme
    palette = Palette(theme, depth: depth)
  }

  mutating func draw(_ surface: borrowing Surface, size: TerminalSize) {
    let rows = 0..<min(surface.height, size.height)
    let cursor = surface.cursor.flatMap { cursor in
      (0..<size.width).contains(cursor.x) && rows.contains(cursor.y) ? cursor : nil
    }
    curs_set(cursor == nil ? 0 : 1)
    for y in rows where y != cursor?.y { draw(surface, row: y, width: size.width) }
    if let cursor { draw(surface, row: cursor.y, width: size.width, cursor: cursor.x) }
  }

  private mutating func draw(
    _ surface: borrowing Surface, row y: Int, width: Int, cursor: Int? = nil
  ) {
    let width = min(surface.width, width)
    row.removeAll(keepingCapacity: true)
    for x in 0..<width { row.append(cell(surface[x, y], isLast: x == width - 1)) }
    ccurses_put_row(Int32(y), row, Int32(width), Int32(cursor ?? -1))
  }

  private func cell(_ cell: Cell, isLast: Bool) -> ccurses_cell {
    let entry = palette[cell.style]
    return ccurses_cell(
      scalar: cell.scalar.map { shown($0, isLast: isLast).value } ?? 0,
      mark: cell.mark.map { isMark($0) ? $0.value : 0 } ?? 0,
      attributes: entry.attributes, pair: entry.pair)
  }

  /// The last guard before the terminal: what the locale cannot print is a `?`, and half a wide
  /// character at the edge a blank.
  private func shown(_ scalar: Unicode.Scalar, isLast: Bool) -> Unicode.Scalar {
    if (0x20..<0x7f).contains(scalar.value) { return scalar }
    guard encoding.isUTF8 else { return "?" }
    switch ccurses_character_width(scalar.value) {
    case 1: return scalar
    case 2: return isLast ? " " : scalar
    default: return "?"
    }
  }

  /// Marks that only change the order or the joining of text never pass.
  private func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard encoding.isUTF8 else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return ccurses_character_width(scalar.value) == 0
    default: return false
    }
  }
}
