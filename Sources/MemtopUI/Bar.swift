import MemtopCore

/// The bottom line: the keys that serve now and what they do; each can be clicked.
struct Bar: Sendable {
  enum Act: Sendable, Equatable {
    case command(String)
    case key(Key)
  }

  struct Item: Sendable {
    let key: String
    let label: String
    let priority: Int
    var isDisabled = false
    var act: Act?

    var width: Int { key.unicodeScalars.count + 1 + label.unicodeScalars.count }
  }

  let items: [Item]
  private static let gap = 2

  /// The items that fit, with the cell each begins at.
  func placed(width: Int) -> [(item: Item, x: Int)] {
    // What does nothing now makes room for what does; of several that are as telling the last goes first.
    let columns = items.enumerated().map { place, item in
      Fitting.Column(
        width: item.width,
        priority: (item.priority - (item.isDisabled ? 1000 : 0)) * items.count - place)
    }
    let gutter = width > 20 ? 1 : 0
    let fitting = Fitting(
      columns, width: width - 1 + gutter, least: 0, gutter: gutter, gap: Self.gap)
    return fitting.places.map { (items[$0.index], $0.x) }
  }

  /// What a click does.
  func act(at x: Int, width: Int) -> Act? {
    placed(width: width).first { x >= $0.x && x < $0.x + $0.item.width }?.item.act
  }

  func draw(into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    surface.fill(area, style: Style(.keyLabel))
    for (item, at) in placed(width: area.width) {
      let x = area.x + at
      let end = area.x + area.width
      let cells = surface.put(
        item.key, x: x, y: area.y, style: Style(item.isDisabled ? .keyDisabled : .key, bold: true),
        limit: end - x)
      surface.put(
        item.label, x: x + cells + 1, y: area.y,
        style: Style(item.isDisabled ? .keyDisabled : .keyLabel), limit: end - x - cells - 1)
    }
  }
}

extension App {
  /// What the bottom bar offers now.
  var bar: Bar {
    if let dialog { return Self.bar(dialog.keys) }
    if let input {
      if let problem = input.problem {
        return Bar(items: [
          Bar.Item(key: glyphs.critical, label: VisibleText.make(problem), priority: 1)
        ])
      }
      return Self.bar([("Enter", "Keep"), ("Esc", "Back"), ("Ctrl-U", "Clear")])
    }
    if charts.cursor != nil { return Self.bar(Self.chartKeys) }
    var items = Command.all.compactMap { command -> Bar.Item? in
      if command.group == .act, readOnlyReason != nil { return nil }
      if let panes = command.panes, !panes.contains(pane) { return nil }
      guard let bar = command.bar,
        let key = command.sequences(vim: settings.vim).first
      else { return nil }
      return Bar.Item(
        key: key.map { $0.name(glyphs) }.joined(), label: bar.text,
        priority: currentPane.barPriority[command.id] ?? bar.priority,
        isDisabled: command.disabledReason(self) != nil, act: .command(command.id))
    }
    items.insert(contentsOf: enterItems, at: 0)
    if settings.vim {
      items.append(Bar.Item(key: "k", label: "is up (vim)", priority: 65, act: .command("up")))
    }
    return Bar(items: items)
  }

  /// What Enter does now, and how to take back what waits for it.
  private var enterItems: [Bar.Item] {
    let name = Key.enter.name(glyphs)
    if let step {
      guard !step.isWriting, readOnlyReason == nil else { return [] }
      return [
        Bar.Item(key: name, label: "Write", priority: 97, act: .command("apply")),
        Bar.Item(key: Key.escape.name(glyphs), label: "Drop", priority: 96, act: .key(.escape)),
      ]
    }
    guard currentPane.open != nil, lineCount > 0 else { return [] }
    return [
      Bar.Item(
        key: name, label: currentPane.openLabel(self), priority: 88, act: .command("apply"))
    ]
  }

  private static func bar(_ keys: [(key: String, label: String)]) -> Bar {
    Bar(
      items: keys.enumerated().map { place, entry in
        Bar.Item(
          key: entry.key, label: entry.label, priority: entry.key == "Esc" ? 100 : 50 - place,
          act: Key(named: entry.key).map(Bar.Act.key))
      })
  }
}
