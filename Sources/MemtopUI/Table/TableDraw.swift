import LinuxKernel
import MemtopCore

/// Draws the process table: headings and the rows on screen.
struct TableDraw: PaneDrawing {
  let frame: AppFrame
  private let layout: TableLayout
  private let writer: TableWriter
  private let cells: CellWriter

  init(_ frame: AppFrame) {
    self.frame = frame
    cells = CellWriter(frame: frame)
    layout = frame.app.table
    writer = TableWriter(frame)
  }

  func drawHeader(into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    surface.fill(area, style: Style(.tableHeader))
    for column in layout.columns {
      let isSorted = column.field == app.settings.sort
      var title = column.field.title
      if isEstimate(column.field) { title = "~" + title }
      title = app.glyphs.heading(title)
      if isSorted {
        title += app.settings.isDescending ? app.glyphs.sortDown : app.glyphs.sortUp
      }
      let shift = column.field.kind.alignsRight ? column.width - surface.measure(title) : 0
      surface.put(
        title, x: area.x + column.x + max(0, shift), y: area.y,
        style: Style(isSorted ? .tableHeaderSorted : .tableHeader, bold: isSorted),
        limit: column.width)
    }
  }

  /// A change in a minute that was not watched to its end, and ranks among some of the processes.
  private func isEstimate(_ field: Field) -> Bool {
    if field == .growth { return app.model.growthIsEstimate }
    return field == .killRank && app.model.kill?.view.isWhole == false
  }

  func drawRows(into surface: inout Surface, _ area: Rect) {
    let app = frame.app
    let count = app.lineCount
    let first = min(app.selection.top, count)
    let last = min(count, first + area.height)
    var guides = TreeGuides(app.glyphs)
    let marked = app.marked
    if !app.list.tree.isEmpty {
      for line in 0..<first {
        if let own = app.ownLine(at: line) { guides.pass(app.list.tree[own]) }
      }
    }
    for line in first..<last {
      let at = Rect(x: area.x, y: area.y + line - first, width: area.width, height: 1)
      guard let own = app.ownLine(at: line) else {
        app.drawAbsent(line, into: &surface, at)
        continue
      }
      let place = app.list.tree.isEmpty ? nil : app.list.tree[own]
      if let place { guides.pass(place) }
      guard let row = app.list.row(atLine: own) else {
        app.list.group(atLine: own).map { drawGroup(line, app.list.groups[$0], into: &surface, at) }
        continue
      }
      let id = app.model.processes.rows[row].id
      let prefix = place.map { place in
        guides.prefix(place, isCollapsed: app.selection.collapsed.contains(id))
      }
      drawRow(line, row, isNew: app.isNew(row), prefix ?? "", marked, into: &surface, at)
    }
    if count == 0 { drawNothing(into: &surface, area) }
  }

  private func drawNothing(into surface: inout Surface, _ area: Rect) {
    guard app.model.sampleCount > 0 else { return }
    let text = app.isNarrowed ? "no process matches" : "no process is visible"
    surface.put(text, x: area.x + 2, y: area.y, style: Style(.dim), limit: area.width - 2)
  }

  private func drawRow(
    _ line: Int, _ row: Int, isNew: Bool, _ prefix: String, _ marked: TextMatch?,
    into surface: inout Surface, _ area: Rect
  ) {
    let process = app.model.processes.rows[row]
    let isTagged = app.selection.tags.contains(.process(process.id))
    let isSelected = line == app.selection.cursor
    surface.fill(area, style: Style(.plain, selected: isSelected))
    if isTagged {
      drawTag(isSelected: isSelected, into: &surface, area)
    } else if isNew {
      surface.put(
        "+", x: area.x, y: area.y, style: Style(.good, bold: true, selected: isSelected),
        limit: area.width)
    }
    for column in layout.columns {
      var style = Style(isTagged ? .tagged : role(column.field, row), selected: isSelected)
      if let role = danger(column.field, process.id) {
        style = Style(role, bold: true, selected: isSelected)
      }
      if column.field == .oomScoreAdj, app.step?.new(process.id) != nil {
        style = Style(.warn, bold: true, selected: isSelected)
      }
      let at = Rect(x: area.x + column.x, y: area.y, width: column.width, height: 1)
      if column.field.kind.alignsRight {
        let text = writer.text(column.field, row, cells: column.width)
        let shift = max(0, column.width - surface.measure(text))
        surface.put(text, x: at.x + shift, y: at.y, style: style, limit: column.width)
      } else {
        drawText(column, row, prefix, style, into: &surface, at)
      }
      if let marked, Self.isSearched(column.field) { cells.mark(marked, into: &surface, at) }
    }
  }

  /// A group's own line: what its processes have in common, how many they are, and their sums.
  private func drawGroup(
    _ line: Int, _ group: ProcessGroup, into surface: inout Surface, _ area: Rect
  ) {
    let isSelected = line == app.selection.cursor
    surface.fill(area, style: Style(.plain, selected: isSelected))
    let isTagged = group.members.allSatisfy { member in
      app.selection.tags.contains(.process(app.model.processes.rows[Int(member)].id))
    }
    if isTagged { drawTag(isSelected: isSelected, into: &surface, area) }
    let name = layout.columns.last { $0.field.kind.isText && $0.isFlexible }
    for column in layout.columns {
      let at = Rect(x: area.x + column.x, y: area.y, width: column.width, height: 1)
      let text: String
      var role = Role.plain
      if column.field == name?.field {
        text = (group.isOpen ? "- " : "+ ") + "\(app.name(of: group)) (\(group.members.count))"
        role = .accent
      } else if column.field == .killRank {
        text = bestRank(group)
      } else if column.field.isSummable {
        let sum = group.sum(column.field, app.model)
        text = writer.text(sum, cells: column.width)
        role = sum == .absent || sum.order == 0 ? .dim : .plain
      } else {
        continue
      }
      if isTagged { role = .tagged }
      let shift = column.field.kind.alignsRight ? max(0, column.width - surface.measure(text)) : 0
      surface.put(
        TextWrap.cut(
          text, width: column.width, more: app.glyphs.more, columns: app.characterWidth),
        x: at.x + shift, y: at.y,
        style: Style(role, bold: role == .accent, selected: isSelected), limit: column.width)
    }
  }

  /// The rank of the member that would die first.
  private func bestRank(_ group: ProcessGroup) -> String {
    guard let kill = app.model.kill else { return app.glyphs.absent }
    let ranks = group.members.compactMap { row in
      kill.rank(app.model.processes.rows[Int(row)].id, in: kill.host)
    }
    return ranks.min().map(String.init) ?? ""
  }

  private func drawText(
    _ column: TableLayout.Column, _ row: Int, _ prefix: String, _ style: Style,
    into surface: inout Surface, _ area: Rect
  ) {
    var text = writer.text(column.field, row)
    if text == "denied", area.width < 6 { text = "den." }
    var x = area.x
    if column.field == .comm || column.field == .cmdline && !hasComm, !prefix.isEmpty {
      x += surface.put(
        prefix, x: x, y: area.y, style: Style(.dim, selected: style.isSelected),
        limit: max(0, area.width - 2))
    }
    let room = area.x + area.width - x
    if column.scrolls, app.selection.scroll > 0 {
      let shift = min(app.selection.scroll, measure(text) - room)
      if shift > 0 {
        text =
          app.glyphs.more
          + String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(shift + 1)))
      }
    }
    surface.put(
      TextWrap.cut(
        text, width: room, more: app.glyphs.more, columns: app.characterWidth), x: x, y: area.y,
      style: style, limit: room)
    guard style.role == .accent, app.selection.scroll == 0 else { return }
    let (path, name) = CommandText.parts(text)
    let begin = x + measure(String(path))
    let end = begin + measure(String(name))
    surface.restyle(Rect(x: x, y: area.y, width: min(room, begin - x), height: 1)) {
      $0.role = .dim
    }
    surface.restyle(Rect(x: end, y: area.y, width: x + room - end, height: 1)) { $0.role = .plain }
  }

  private var hasComm: Bool { layout.columns.contains { $0.field == .comm } }

  private static func isSearched(_ field: Field) -> Bool {
    [.pid, .user, .comm, .cmdline].contains(field)
  }

  /// How the rank of who dies in this shortage, and the growth that brings it about, stand out.
  private func danger(_ field: Field, _ process: ProcessID) -> Role? {
    let danger = app.model.danger
    switch field {
    case .killRank:
      guard danger.count > 0, let kill = app.model.kill,
        let rank = kill.rank(process, in: kill.host)
      else { return nil }
      return danger.includes(rank: rank) ? .bad : nil
    case .growth: return danger.culprit?.process == process ? .warn : nil
    default: return nil
    }
  }

  private func role(_ field: Field, _ row: Int) -> Role {
    let process = app.model.processes.rows[row]
    switch writer.value(field, row) {
    case .absent, .denied, .failed: return .dim
    case .growth(let change) where change == 0: return .dim
    case .bytes(0), .number(0): return .dim
    default: break
    }
    if field == .comm || field == .cmdline { return process.isKernelThread ? .dim : .accent }
    return process.isKernelThread ? .dim : .plain
  }
}
