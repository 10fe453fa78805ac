import LinuxKernel
import MemtopCore

/// Drawing the whole screen; nothing is changed by it.
extension App {
  public func draw(into surface: inout Surface) {
    surface.fill(surface.bounds)
    surface.cursor = nil
    let layout = layout
    HostPanes.draw(model, hostContext, into: &surface, layout.host)
    drawTabs(into: &surface, layout.tabs)
    let table = TableDraw(self)
    table.drawHeader(into: &surface, layout.header)
    table.drawRows(into: &surface, layout.rows)
    drawMessages(into: &surface, layout.messages)
    bar.draw(into: &surface, layout.bar)
    drawDialog(into: &surface, layout)
  }

  private var hostContext: HostContext {
    HostContext(
      settings: settings, glyphs: glyphs,
      status: isPaused ? .paused : model.facts.isLive ? .live : .captured,
      interval: settings.interval, wall: wall, timeOffset: timeOffset,
      readOnlyReason: readOnlyReason)
  }

  /// Whether something keeps processes from being shown.
  var isNarrowed: Bool { !filter.isEmpty || user != nil }

  private func drawTabs(into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    var x = area.x + 1
    x += surface.put("Processes", x: x, y: area.y, style: Style(.accent, bold: true))
    let total = model.processes.rows.count
    x += surface.put("  \(list.rows.count)/\(total)", x: x, y: area.y, style: Style(.dim))
    let room = area.width - x - 2
    var facts = tableFacts
    func length() -> Int {
      facts.reduce(0) { $0 + surface.measure($1.label + $1.value) + 3 }
    }
    while facts.count > 1, length() > room { facts.removeFirst() }
    guard length() <= room || facts.count == 1 else { return }
    var at = max(x + 2, area.x + area.width - length() + 2)
    for fact in facts {
      at += surface.put(fact.label, x: at, y: area.y, style: Style(.dim))
      let value = TextWrap.cut(
        fact.value, width: area.x + area.width - at - 1, more: glyphs.more, columns: characterWidth)
      at += surface.put(value, x: at, y: area.y, style: Style(.plain, bold: true)) + 3
    }
  }

  /// What shapes the table, the most telling last: narrow screens leave out the first.
  private var tableFacts: [(label: String, value: String)] {
    var facts: [(label: String, value: String)] = []
    if settings.showsKernelThreads { facts.append(("", "kernel threads")) }
    if settings.isTree { facts.append(("", "tree, sums of subtrees")) }
    let mark = settings.isDescending ? glyphs.sortDown : glyphs.sortUp
    facts.append(("sort: ", settings.sort.title + mark))
    if !selection.tagged.isEmpty { facts.append(("tagged ", String(selection.tagged.count))) }
    if let search { facts.append(("search: ", VisibleText.make(search))) }
    if let user {
      facts.append(("user: ", model.users[user].map { VisibleText.make($0) } ?? String(user)))
    }
    if !filter.isEmpty { facts.append(("filter: ", VisibleText.make(filter.source))) }
    return facts
  }

  /// What stands above the bar: the line being typed, a change that waits for Enter, or notes.
  var messages: [(text: String, role: Role)] {
    if let input { return [(input.prompt + VisibleText.make(input.text), .input)] + noteLines }
    guard let step else { return noteLines }
    var lines: [(text: String, role: Role)] = [(stepText(step), .warn)]
    for warning in step.warnings {
      lines += wrapped(warning.text).map { ("  " + $0, .dim) }
    }
    return Array((lines + noteLines).prefix(5))
  }

  private var noteLines: [(text: String, role: Role)] {
    notes.lines.flatMap { wrapped(VisibleText.make($0)).prefix(2).map { ($0, .accent) } }
  }

  private func wrapped(_ text: String) -> [String] {
    TextWrap.lines(text, width: max(1, width - 4), columns: characterWidth)
  }

  private func stepText(_ step: AdjStep) -> String {
    if step.isWriting { return "writing\(glyphs.more)" }
    let edits = step.edits
    let what: String
    if let only = edits.first, edits.count == 1 {
      let old = only.old.map(String.init) ?? "?"
      what = "\(only.process.pid) \(only.name): adj \(old) \(glyphs.arrow) \(only.new)"
    } else {
      let sign = step.shift > 0 ? "+" : ""
      what = "adj of \(step.rows.count) processes \(sign)\(step.shift)"
    }
    return what + "   Enter applies, Esc drops"
  }

  private func drawMessages(into surface: inout Surface, _ area: Rect) {
    for (offset, message) in messages.prefix(area.height).enumerated() {
      let y = area.y + offset
      let isInput = message.role == .input
      surface.fill(
        Rect(x: area.x, y: y, width: area.width, height: 1),
        style: Style(isInput ? .input : .plain))
      let room = area.width - 2
      // The end of what is typed matters, the beginning of everything else.
      var text = message.text
      if isInput {
        while measure(text) > room - 1, !text.isEmpty { text.unicodeScalars.removeFirst() }
      } else {
        text = TextWrap.cut(
          text, width: room, more: glyphs.more, columns: characterWidth)
      }
      let cells = surface.put(text, x: area.x + 1, y: y, style: Style(message.role))
      if isInput { surface.cursor = Point(x: min(width - 1, area.x + 1 + cells), y: y) }
    }
  }

  private func drawDialog(into surface: inout Surface, _ layout: AppLayout) {
    guard let dialog else { return }
    let context = dialogContext
    let box = dialogBox(dialog, context)
    surface.cursor = nil
    surface.fill(box)
    let inside = Frame(title: dialog.title).draw(into: &surface, box, glyphs)
    dialog.draw(into: &surface, inside, context)
  }

  private func dialogBox(_ dialog: any Dialog, _ context: DialogContext) -> Rect {
    let size = dialog.size(in: context)
    let boxWidth = min(width, max(size.width, min(measure(dialog.title) + 4, width)) + 2)
    let free = height - layout.bar.height
    let boxHeight = min(free, size.height + 2)
    return Rect(
      x: (width - boxWidth) / 2, y: max(0, (free - boxHeight) / 2), width: boxWidth,
      height: boxHeight)
  }
}
