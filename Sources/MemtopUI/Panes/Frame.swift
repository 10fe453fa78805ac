/// The line around a pane or a dialog, with a title above and a short note below.
struct Frame: Sendable {
  var title: String
  /// Stands in the lower edge, where it takes no row.
  var note: String

  init(title: String, note: String = "") {
    self.title = title
    self.note = note
  }

  /// What a frame around `area` leaves for its content.
  static func inside(_ area: Rect) -> Rect {
    Rect(x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2)
  }

  /// Draws the edges of `area` and returns its inside; nothing is drawn where no inside is left.
  @discardableResult
  func draw(into surface: inout Surface, _ area: Rect, _ glyphs: Glyphs) -> Rect {
    guard area.width >= 2, area.height >= 2 else { return Self.inside(area) }
    let right = area.x + area.width - 1
    let bottom = area.y + area.height - 1
    let style = Style(.frame)
    for y in [area.y, bottom] {
      surface.fill(
        Rect(x: area.x, y: y, width: area.width, height: 1), glyphs.horizontal, style: style)
    }
    for x in [area.x, right] {
      surface.fill(
        Rect(x: x, y: area.y, width: 1, height: area.height), glyphs.vertical, style: style)
    }
    let places = [
      (area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom),
    ]
    for (corner, place) in zip(glyphs.corners, places) {
      surface.fill(
        Rect(x: place.0, y: place.1, width: 1, height: 1), corner, style: style)
    }
    edge(title, Style(.frame, bold: true), area, area.y, into: &surface, glyphs)
    edge(note, Style(.dim), area, bottom, into: &surface, glyphs)
    return Self.inside(area)
  }

  private func edge(
    _ text: String, _ style: Style, _ area: Rect, _ y: Int, into surface: inout Surface,
    _ glyphs: Glyphs
  ) {
    let room = area.width - 6
    guard !text.isEmpty, room > 0 else { return }
    let cut = CutText.words(text, to: room, glyphs)
    surface.put(" " + cut + " ", x: area.x + 1, y: y, style: style, limit: area.width - 2)
  }
}
