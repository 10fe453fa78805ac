import LinuxKernel
import MemtopCore

/// Beside a list of processes, where the screen is wide: the first of what Explain says of the one under the
/// cursor, as it moves.
struct SidePanel: FrameDrawing {
  let frame: AppFrame
  private let area: Rect

  /// What only Explain has read.
  private static let walked = "mappings"
  /// From so many columns on the list can spare them.
  private static let leastScreen = 160

  /// Cells that it takes of a screen, its edge included.
  static func width(screen: Int) -> Int { screen < leastScreen ? 0 : min(72, screen * 3 / 10) }

  init(_ frame: AppFrame, _ area: Rect) {
    self.frame = frame
    self.area = area
  }

  func draw(into surface: inout Surface) {
    guard area.width > 2, area.height > 1 else { return }
    surface.fill(
      Rect(x: area.x, y: area.y, width: 1, height: area.height), app.glyphs.vertical,
      style: Style(.frame))
    let (_, inside) = area.split(left: 1)
    let (head, rest) = inside.split(top: 1)
    surface.fill(head, style: Style(.tableHeader))
    let title: String
    let text: [DialogLine]
    if let group = app.groupUnderCursor {
      title = "\(app.name(of: group)) (\(group.members.count))"
      text = lines(group)
    } else if let explanation = app.besideList {
      title = explanation.name
      text = lines(explanation, width: rest.width - 2)
    } else {
      return
    }
    surface.put(
      TextWrap.cut(
        " " + title, width: head.width, more: app.glyphs.more, columns: app.characterWidth),
      x: head.x, y: head.y, style: Style(.tableHeader, bold: true), limit: head.width)
    draw(text, into: &surface, rest)
  }

  /// The biggest of a group.
  private func lines(_ group: ProcessGroup) -> [DialogLine] {
    func resident(_ row: Int32) -> UInt64 { app.model.processes.rows[Int(row)].rss ?? 0 }
    let writer = TableWriter(frame)
    let biggest = group.members.sorted { resident($0) > resident($1) }.prefix(area.height)
    return [DialogLine("The biggest by RSS", .accent, bold: true)]
      + biggest.map { row in
        DialogLine(Padded.right(writer.text(.rss, Int(row)), 8) + "  ").adding(
          "\(app.model.processes.rows[Int(row)].pid) \(app.name(ofRow: Int(row)))")
      }
  }

  private func draw(_ lines: [DialogLine], into surface: inout Surface, _ area: Rect) {
    let isCut = lines.count > area.height
    let shown = isCut ? area.height - 1 : lines.count
    for (place, line) in lines.prefix(shown).enumerated() {
      line.spelled(app.glyphs).draw(
        into: &surface, x: area.x + 1, y: area.y + place, width: area.width - 2)
    }
    guard isCut else { return }
    let left = lines.count - shown
    surface.put(
      app.groupUnderCursor == nil ? "x has \(left) lines more" : "\(left) more", x: area.x + 1,
      y: area.y + shown, style: Style(.dim), limit: area.width - 2)
  }

  private func lines(_ explanation: ProcessExplanation, width: Int) -> [DialogLine] {
    let context = DialogContext(
      settings: app.settings, glyphs: app.glyphs, readOnlyReason: app.readOnlyReason,
      room: (width: width + 2, height: area.height), columns: app.characterWidth)
    return DocumentLines(context).lines(
      explanation.document(unit: app.settings.unit).sections.filter { $0.id != Self.walked })
  }
}

extension ProcessExplanation {
  fileprivate var name: String { "\(subject.process.pid) \(subject.name)" }
}

extension App {
  /// Whether the screen shows more of the process under the cursor beside the list.
  var hasSidePanel: Bool { currentPane.processes != nil && sideWidth > 0 }

  /// The cells that are kept for it; none where the user wants none or the screen is too narrow.
  var sideWidth: Int { settings.showsSidePanel ? SidePanel.width(screen: width) : 0 }

  /// The cells that lists of processes have. Other panes have them all; what processes are read for does
  /// not change with the pane.
  var listWidth: Int { width - sideWidth }

  /// What is said beside the list; nil where there is nobody under the cursor.
  var besideList: ProcessExplanation? {
    guard let process = id(atLine: selection.cursor),
      let subject = ExplainedProcess(process, in: model, timeOffset: timeOffset)
    else { return nil }
    var explanation = ProcessExplanation(subject, pageSize: model.facts.pageSize)
    explanation.score = score(of: subject)
    return explanation
  }
}
