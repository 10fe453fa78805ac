/// Writes pieces of text one after the other into one line, each whole or not at all.
struct LineCursor {
  private(set) var x: Int
  let y: Int
  /// The first cell behind the line.
  let end: Int

  init(_ area: Rect, row: Int = 0) {
    x = area.x
    y = area.y + row
    end = area.x + area.width
  }

  var room: Int { max(0, end - x) }

  /// Writes a piece where it fits; false, and nothing changed, where it does not.
  @discardableResult
  mutating func put(_ text: String, _ style: Style = .plain, into surface: inout Surface) -> Bool {
    guard surface.measure(text) <= room else { return false }
    x += surface.put(text, x: x, y: y, style: style, limit: room)
    return true
  }

  /// Writes a label and its figure, both or neither.
  @discardableResult
  mutating func put(
    label: String, _ figure: String, _ style: Style = .plain, into surface: inout Surface
  ) -> Bool {
    guard surface.measure(label) + surface.measure(figure) <= room else { return false }
    put(label, Style(.dim), into: &surface)
    return put(figure, style, into: &surface)
  }

  mutating func skip(_ cells: Int) { x += cells }

  /// Takes cells off for something that is drawn by other means; nil where they are not there.
  mutating func take(_ cells: Int) -> Rect? {
    guard cells > 0, cells <= room else { return nil }
    defer { x += cells }
    return Rect(x: x, y: y, width: cells, height: 1)
  }

  /// Takes what is left of the line for a chart, but for its scale; nil where it would be too short.
  mutating func chart(scale: Int) -> Rect? {
    room >= scale + 6 ? take(room - scale) : nil
  }
}
