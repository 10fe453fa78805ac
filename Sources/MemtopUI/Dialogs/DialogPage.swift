/// What a dialog shows now, as lines: a head and a foot that stay, and a body that scrolls.
///
/// Where there is too little room the foot goes on below the body and scrolls with it.
struct DialogPage: Sendable {
  var head: [DialogLine] = []
  var body: [DialogLine] = []
  var foot: [DialogLine] = []
  /// The body's line that has to be seen.
  var cursor: Int?
  /// The body's first line to be seen, where there is no cursor.
  var top = 0
  /// Where in the head's first line the user types.
  var inputColumn: Int?
  /// Cells and lines it wants even when it could do with fewer, so that the box does not jump.
  var leastWidth = 30
  var leastHeight = 0

  /// The cells that are left for text: one is kept free on each side where there is room.
  static func inset(width: Int) -> (width: Int, left: Int) {
    width >= 24 ? (width - 2, 1) : (max(0, width), 0)
  }

  func size(_ context: DialogContext) -> (width: Int, height: Int) {
    let widest = (head + body + foot).reduce(0) {
      max($0, $1.spelled(context.glyphs).width(context.columns))
    }
    let lines = head.count + body.count + foot.count + gaps
    return (
      min(max(leastWidth, widest) + 2, context.room.width),
      min(max(leastHeight, lines), context.room.height)
    )
  }

  /// Every line of the body is an entry of a list.
  mutating func numberEntries() {
    for index in body.indices { body[index].entry = index }
  }

  /// How far `top` can go in so many lines.
  func scrollLimit(height: Int) -> Int {
    let layout = layout(height: height)
    return max(0, layout.scrolled.count - layout.visible)
  }

  /// How many lines of the body are seen at once.
  func visibleLines(height: Int) -> Int { layout(height: height).visible }

  /// The list entry in a row of so many; nil where none is drawn.
  func entry(atRow row: Int, height: Int) -> Int? {
    let layout = layout(height: height)
    let first = layout.head.isEmpty ? 0 : layout.head.count + layout.gap
    guard (first..<first + layout.visible).contains(row) else { return nil }
    let place = layout.top + row - first
    return layout.scrolled.indices.contains(place) ? layout.scrolled[place].entry : nil
  }

  func draw(into surface: inout Surface, _ area: Rect, _ context: DialogContext) {
    surface.fill(area)
    guard area.height > 0, area.width > 0 else { return }
    let (width, left) = Self.inset(width: area.width)
    let x = area.x + left
    let layout = layout(height: area.height)
    func put(_ line: DialogLine, _ y: Int) {
      line.spelled(context.glyphs).draw(into: &surface, x: x, y: y, width: width)
      if line.isSelected {
        surface.restyle(Rect(x: area.x, y: y, width: area.width, height: 1)) {
          $0.isSelected = true
        }
      }
    }
    var y = area.y
    for line in layout.head {
      put(line, y)
      y += 1
    }
    if let inputColumn, !layout.head.isEmpty {
      surface.cursor = Point(x: x + min(inputColumn, width - 1), y: area.y)
    }
    if !layout.head.isEmpty { y += layout.gap }
    let shown = layout.scrolled.dropFirst(layout.top).prefix(layout.visible)
    for line in shown {
      put(line, y)
      y += 1
    }
    let below = layout.scrolled.count - layout.top - shown.count
    if layout.marks {
      DialogLine(Self.position(above: layout.top, below: below), .dim)
        .draw(into: &surface, x: x, y: y, width: width)
      y += 1
    } else if below > 0, y > area.y {
      let mark = " +\(below)"
      let at = max(x, area.x + area.width - mark.unicodeScalars.count)
      surface.put(mark, x: at, y: y - 1, style: Style(.dim), limit: area.x + area.width - at)
    }
    if !shown.isEmpty { y += layout.gap }
    for line in layout.foot where y < area.y + area.height {
      put(line, y)
      y += 1
    }
  }

  private static func position(above: Int, below: Int) -> String {
    switch (above, below) {
    case (0, _): "\(below) more below"
    case (_, 0): "\(above) above"
    default: "\(above) above, \(below) more below"
    }
  }

  /// Blank lines between head, body and foot when there is room for them.
  private var gaps: Int { max(0, [head, body, foot].count { !$0.isEmpty } - 1) }

  private struct Layout {
    var head: ArraySlice<DialogLine>
    var scrolled: [DialogLine]
    var foot: [DialogLine]
    var gap = 0
    var visible = 0
    var top = 0
    /// A line says how much is above and below.
    var marks = false
  }

  /// Fewer lines of the body than this and the foot scrolls with it.
  private static let leastBody = 3

  private func layout(height: Int) -> Layout {
    let height = max(0, height)
    let kept = body.isEmpty && foot.isEmpty ? 0 : 1
    let headLines = min(head.count, max(inputColumn == nil ? 0 : 1, height - kept))
    var layout = Layout(head: head.prefix(max(0, headLines)), scrolled: body, foot: foot)
    var room = height - layout.head.count - foot.count
    if room < min(body.count, Self.leastBody) {
      layout.foot = []
      if cursor == nil { layout.scrolled += foot }
      room = height - layout.head.count
    } else if room - gaps >= min(body.count, 2 * Self.leastBody) {
      layout.gap = 1
      room -= gaps
    }
    layout.visible = max(0, min(room, layout.scrolled.count))
    if layout.scrolled.count > room, room >= Self.leastBody {
      layout.marks = true
      layout.visible = room - 1
    }
    let limit = max(0, layout.scrolled.count - layout.visible)
    layout.top = max(0, min(limit, cursor.map { $0 - layout.visible / 2 } ?? top))
    return layout
  }
}
