/// A dialog that says what it shows as a page of lines; size, scrolling and drawing follow from that.
protocol PagedDialog: Dialog {
  func page(_ context: DialogContext) -> DialogPage
}

extension PagedDialog {
  func size(in context: DialogContext) -> (width: Int, height: Int) {
    page(context).size(context)
  }

  func draw(into surface: inout Surface, _ area: Rect, _ context: DialogContext) {
    page(context).draw(into: &surface, area, context)
  }

  func entry(atRow row: Int, height: Int, _ context: DialogContext) -> Int? {
    page(context).entry(atRow: row, height: height)
  }

  /// Where a key takes the first line shown, from `top`; nil when it is no key for scrolling.
  func scrolled(_ top: Int, _ key: Key, _ context: DialogContext) -> Int? {
    let page = page(context)
    let height = page.size(context).height
    let limit = page.scrollLimit(height: height)
    let screen = max(1, page.visibleLines(height: height) - 1)
    // A resize may have left `top` beyond the end.
    let now = min(top, limit)
    let target: Int
    switch key {
    case .up: target = now - 1
    case .down: target = now + 1
    case .pageUp: target = now - screen
    case .pageDown: target = now + screen
    case .home: target = 0
    case .end: target = limit
    case .character("k") where context.settings.vim: target = now - 1
    case .character("j") where context.settings.vim: target = now + 1
    default: return nil
    }
    return max(0, min(limit, target))
  }
}
