import LinuxKernel
import MemtopCore

/// Drawing the whole screen; nothing is changed by it.
extension App {
  public func draw(into surface: inout Surface) {
    surface.fill(surface.bounds)
    surface.cursor = nil
    let layout = layout
    let frame = AppFrame(self)
    HostPanes.draw(host.figures, model.history, hostContext, into: &surface, layout.host)
    Tabs(frame).draw(into: &surface, layout.tabs)
    currentPane.draw(frame, &surface, layout.header, layout.rows)
    drawFoot(into: &surface, layout.foot)
    if hasSidePanel { SidePanel(frame, layout.side).draw(into: &surface) }
    drawMessages(into: &surface, layout.messages)
    bar.draw(into: &surface, layout.bar)
    drawDialog(into: &surface, layout)
  }

  private var hostContext: HostContext {
    var context = HostContext(
      settings: settings, glyphs: glyphs,
      status: isPaused ? .paused : model.facts.isLive ? .live : .captured,
      interval: settings.interval, wall: wall, timeOffset: timeOffset,
      readOnlyReason: readOnlyReason, sourceReason: sourceReason, isProtected: isProtected,
      alert: wall.flatMap {
        KillAlert(kills, now: $0, isNamespace: model.view.limit == .pidNamespace)
      })
    context.verdict = diagnosis.verdict
    context.judgedAt = diagnosis.facts.time
    context.charts = charts
    return context
  }

  /// Whether something keeps processes from being shown.
  var isNarrowed: Bool { !filter.isEmpty || user != nil }

  private func drawFoot(into surface: inout Surface, _ area: Rect) {
    for (place, line) in currentPane.foot(self).prefix(max(0, area.height)).enumerated() {
      line.spelled(glyphs).draw(
        into: &surface, x: area.x + 1, y: area.y + place, width: max(0, area.width - 2))
    }
  }

  /// What stands above the bar: the line being typed, a change that waits for Enter, or notes.
  var messages: [(text: String, role: Role)] {
    if let input { return [(input.prompt + VisibleText.make(input.text), .input)] + noteLines }
    guard let step else { return chartLines + noteLines }
    var lines: [(text: String, role: Role)] = [(stepText(step), .warn)]
    for warning in step.warnings({ look(at: $0) }) {
      lines += wrapped(warning.text).map { ("  " + $0, .dim) }
    }
    return Array((lines + noteLines).prefix(5))
  }

  private var chartLines: [(text: String, role: Role)] {
    guard let reading = chartReading else { return [] }
    return wrapped(reading).map { ($0, .accent) }
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
    var what: String
    if let only = edits.first, edits.count == 1 {
      let old = only.old.map(String.init) ?? "?"
      what = "\(only.process.pid) \(only.name): adj \(old) \(glyphs.arrow) \(only.new)"
    } else if let shift = step.commonShift {
      what = "adj of \(edits.count) processes \(AdjMeaning.signed(shift))"
    } else {
      what = "adj of \(edits.count) processes"
    }
    let ranks = KillForecast(before: model.kill, after: killAfterEdits, edits: edits)
      .ranks(glyphs).map { "   " + $0 }
    let rest = (ranks ?? "") + "   Enter applies, Esc drops"
    if edits.count > 1 {
      what += names(of: edits, in: width - 4 - TextWrap.measure(what + rest, characterWidth))
    }
    return what + rest
  }

  /// Whom a step of many is about, as far as there is room: another pane may not list them.
  private func names(of edits: [AdjEdit], in room: Int) -> String {
    var text = ""
    for (place, edit) in edits.enumerated() {
      let left = edits.count - place
      let next =
        (place == 0 ? ": " : ", ")
        + "\(edit.process.pid) \(edit.name) \(glyphs.arrow) \(edit.new)"
      let end = left > 1 ? ", \(left - 1) more" : ""
      guard TextWrap.measure(text + next + end, characterWidth) <= room else {
        return text.isEmpty ? "" : text + ", \(left) more"
      }
      text += next
    }
    return text
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
    let box = dialogBox(dialog, context, layout)
    surface.cursor = nil
    surface.fill(box)
    let inside = Frame(title: dialog.title).draw(into: &surface, box, glyphs)
    dialog.draw(into: &surface, inside, context)
  }

  /// Where a dialog stands, with its frame: in the middle, or below or above the row under the cursor
  /// where it would cover that and has room there.
  func dialogBox(_ dialog: any Dialog, _ context: DialogContext, _ layout: AppLayout) -> Rect {
    let size = dialog.size(in: context)
    let boxWidth = min(width, max(size.width, min(measure(dialog.title) + 4, width)) + 2)
    let free = height - layout.bar.height - layout.messages.height
    let boxHeight = min(free, size.height + 2)
    var y = max(0, (free - boxHeight) / 2)
    let row = layout.rows.y + selection.cursor - selection.top
    if (y..<y + boxHeight).contains(row), layout.rows.contains(Point(x: 0, y: row)) {
      if row + 1 + boxHeight <= free {
        y = row + 1
      } else if boxHeight <= row {
        y = row - boxHeight
      }
    }
    return Rect(x: (width - boxWidth) / 2, y: y, width: boxWidth, height: boxHeight)
  }
}
