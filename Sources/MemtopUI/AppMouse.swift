import MemtopCore

/// What the mouse does.
extension App {
  private static let wheelLines = 3

  mutating func take(_ mouse: Mouse) -> [Effect] {
    let layout = layout
    if mouse.act == .press, layout.bar.contains(mouse.at) {
      guard let act = bar.act(at: mouse.at.x, width: layout.bar.width) else { return [] }
      switch act {
      case .command(let id): return Command.named(id).map { run($0) } ?? []
      case .key(let key): return update(.key(key))
      }
    }
    if dialog != nil {
      switch mouse.act {
      case .wheelUp: return typeIntoDialog(.up)
      case .wheelDown: return typeIntoDialog(.down)
      case .press: return press(inDialog: mouse.at)
      }
    }
    switch mouse.act {
    case .wheelUp: move(by: -Self.wheelLines)
    case .wheelDown: move(by: Self.wheelLines)
    case .press: return press(mouse.at, layout)
    }
    return []
  }

  private mutating func press(inDialog point: Point) -> [Effect] {
    guard var dialog else { return [] }
    let context = dialogContext
    let inside = Frame.inside(dialogBox(dialog, context, layout))
    guard inside.contains(point),
      let entry = dialog.entry(atRow: point.y - inside.y, height: inside.height, context)
    else { return [] }
    let step = dialog.click(entry: entry, context)
    self.dialog = dialog
    return perform(step)
  }

  private mutating func press(_ point: Point, _ layout: AppLayout) -> [Effect] {
    notes.clear()
    if layout.rows.contains(point) {
      let line = selection.top + point.y - layout.rows.y
      if (0..<lineCount).contains(line) { move(to: line) }
      return currentPane.press(&self, point, layout)
    }
    if layout.tabs.contains(point), let other = Tabs(AppFrame(self)).pane(at: point.x) {
      return show(other)
    }
    if layout.header.contains(point) { return currentPane.press(&self, point, layout) }
    return []
  }
}
