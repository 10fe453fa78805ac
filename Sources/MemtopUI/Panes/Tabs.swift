import MemtopCore

/// The line that names the panes and what shapes the one that is shown.
struct Tabs: FrameDrawing {
  let frame: AppFrame

  /// Beside the name of the pane that is shown; it gives way to how many are tagged.
  private var count: String
  private let facts: [Pane.Fact]

  init(_ frame: AppFrame) {
    self.frame = frame
    let app = frame.app
    let count = app.currentPane.count(app)
    self.count = count.isEmpty ? "" : "  " + count
    let tags = app.tagFacts
    facts = app.facts(with: tags)
    if let tagged = tags.last, length([tagged]) > app.width - end(of: places) { self.count = "" }
  }

  /// The pane whose name stands at a cell.
  func pane(at x: Int) -> Pane.ID? {
    places.first { x >= $0.x && x < $0.x + measure($0.text) }?.id
  }

  private struct Place {
    let id: Pane.ID
    let x: Int
    let text: String
  }

  /// Every pane's name with its key; the shown one's alone where that is all there is room for.
  private var places: [Place] {
    var places: [Place] = []
    var x = 1
    let isNarrow = app.width < 60
    for pane in Pane.all where pane.id == app.pane || !isNarrow {
      let text = Pane.all.count > 1 ? "\(pane.key.name(app.glyphs)) \(pane.title)" : pane.title
      places.append(Place(id: pane.id, x: x, text: text))
      x += measure(text) + (pane.id == app.pane ? measure(count) : 0) + 3
    }
    return places
  }

  /// Behind the last pane's name.
  private func end(of places: [Place]) -> Int {
    places.last.map { place in
      place.x + measure(place.text) + (place.id == app.pane ? measure(count) : 0)
    } ?? 0
  }

  func draw(into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    let places = places
    for place in places {
      let isShown = place.id == app.pane
      var x = area.x + place.x
      x += surface.put(
        place.text, x: x, y: area.y,
        style: isShown ? Style(.accent, bold: true) : Style(.dim),
        limit: area.x + area.width - x)
      if isShown {
        surface.put(
          count, x: x, y: area.y, style: Style(.dim), limit: max(0, area.x + area.width - x))
      }
    }
    drawFacts(into: &surface, area, after: area.x + end(of: places))
  }

  /// The cells that facts take, with what stands before each.
  private func length(_ facts: [Pane.Fact]) -> Int {
    facts.reduce(0) { $0 + measure($1.label + $1.value) + 3 }
  }

  private func drawFacts(into surface: inout Surface, _ area: Rect, after end: Int) {
    let app = frame.app
    let room = area.x + area.width - end - 2
    var facts = facts
    while facts.count > 1, length(facts) > room { facts.removeFirst() }
    // Less than a beginning tells nothing.
    guard let first = facts.first, measure(first.label) + 2 <= room else { return }
    var at = max(end + 2, area.x + area.width - length(facts) + 2)
    for fact in facts {
      at += surface.put(fact.label, x: at, y: area.y, style: Style(.dim))
      let value = TextWrap.cut(
        fact.value, width: area.x + area.width - at - 1, more: app.glyphs.more,
        columns: app.characterWidth)
      at += surface.put(value, x: at, y: area.y, style: Style(.plain, bold: true)) + 3
    }
  }
}

extension App {
  /// What shapes the list that is shown, beside the tabs.
  ///
  /// - Parameter tags: what is tagged in it.
  fileprivate func facts(with tags: [Pane.Fact]) -> [Pane.Fact] {
    let pane = currentPane
    var facts = pane.facts(self) + (sortFact.map { [$0] } ?? []) + tags
    if let search { facts.append(("search: ", VisibleText.make(search))) }
    guard let filtering = pane.filtering else { return facts }
    facts += filtering.besides(self)
    let filter = filtering.source(self)
    return filter.isEmpty ? facts : facts + [("filter: ", VisibleText.make(filter))]
  }
}
