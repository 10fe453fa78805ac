import MemtopCore

/// What came of something, a line for each part of it.
struct OutcomeDialog: PagedDialog {
  let title: String
  let lines: [String]
  private var top = 0

  init(title: String, lines: [String]) {
    self.title = title
    self.lines = lines
  }

  var tellsOutcome: Bool { true }

  var keys: [(key: String, label: String)] {
    [("Up Down", "Scroll"), ("Enter", "Close")]
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    guard let next = scrolled(top, key, context) else { return .close }
    let moves = next != top || page(context).scrollLimit(height: size(in: context).height) > 0
    top = next
    return moves ? .stay : .close
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.body = lines.flatMap { context.wrapped(VisibleText.make($0), indent: 2) }
    if lines.isEmpty { page.body = [DialogLine("Nothing was done.", .dim)] }
    page.top = top
    return page
  }
}
