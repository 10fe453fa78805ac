import LinuxKernel
import MemtopCore

/// Draws the kernel pane: zones, free blocks, figures and slab caches, one below the other.
struct KernelDraw: PaneDrawing {
  let frame: AppFrame
  private let page: KernelLines
  private let slabs: [Fitting.Place]
  private let cells: CellWriter

  /// The cells of a zone's name.
  private static let nameWidth = 8
  /// The cells of one size.
  private static let sizeWidth = 5
  /// The cells of a figure with its label.
  private static let figureWidth = 21
  private static let groupWidth = 11

  /// How many figures stand beside each other.
  static func figuresPerLine(width: Int) -> Int {
    max(1, (width - 1 - groupWidth + 2) / (figureWidth + 2))
  }

  init(_ frame: AppFrame) {
    self.frame = frame
    page = KernelLines(frame.app)
    slabs = SlabColumns.places(frame.app.settings, width: frame.app.width)
    cells = CellWriter(frame: frame)
  }

  func drawHeader(into surface: inout Surface, _ area: Rect) {
    guard area.height > 0 else { return }
    heading(page.section(above: app.selection.top + 1), into: &surface, area)
  }

  func drawRows(into surface: inout Surface, _ area: Rect) {
    let lines = page.lines
    guard !lines.isEmpty else {
      let text =
        app.kernel.memory == nil
        ? "reading the kernel's files" + app.glyphs.more : "the kernel tells nothing here"
      surface.put(
        text, x: area.x + 2, y: area.y, style: Style(.dim), limit: max(0, area.width - 2))
      return
    }
    // The first heading is the pane's own.
    let first = min(app.selection.top + 1, lines.count)
    for place in first..<min(lines.count, first + area.height) {
      let row = Rect(x: area.x, y: area.y + place - first, width: area.width, height: 1)
      let isSelected = place == app.selection.cursor + 1
      if case .heading(let section) = lines[place] {
        heading(section, into: &surface, row)
      } else {
        surface.fill(row, style: Style(.plain, selected: isSelected))
        draw(lines[place], into: &surface, row)
      }
      if isSelected {
        surface.restyle(row) { $0.isSelected = true }
      }
    }
  }

  private func heading(
    _ section: KernelLine.Section, into surface: inout Surface, _ area: Rect
  ) {
    surface.fill(area, style: Style(.tableHeader))
    var line = LineCursor(Rect(x: area.x + 1, y: area.y, width: area.width - 1, height: 1))
    func write(_ text: String) { line.put(text, Style(.tableHeader), into: &surface) }
    switch section {
    case .zones:
      write(Padded.left("ZONE", nameWidth))
      for title in ["FREE", "MIN", "LOW", "HIGH"] {
        write(Padded.right(title, Self.sizeWidth + 2))
      }
      write(Padded.right("MANAGED", Self.sizeWidth + 4))
      write("  FREE IS")
    case .blocks:
      write(Padded.left("USABLE", nameWidth))
      for order in widestOrders {
        write(Padded.right(request(order), Self.sizeWidth + 1))
      }
    case .figures: write("KERNEL MEMORY AND RATES")
    case .rest: write("NOT TOLD HERE")
    case .slabs:
      for place in slabs {
        let column = KernelTable.slabs.columns[place.index]
        cells.heading(
          column.title, place, alignsRight: column.unit.alignsRight,
          sorts: place.index == app.kernel.column ? app.kernel.isDescending : nil,
          into: &surface, area)
      }
    }
  }

  private var nameWidth: Int {
    let zones = app.kernel.memory?.zones ?? []
    return zones.reduce(Self.nameWidth) { max($0, measure(name($1.node, $1.name)) + 1) }
  }

  /// Nodes are told apart where there are several.
  private func name(_ node: UInt32, _ zone: String) -> String {
    let isOnly = (app.kernel.memory?.zones ?? []).allSatisfy { $0.node == node }
    return (isOnly ? "" : "\(node) ") + VisibleText.make(zone)
  }

  private var widestOrders: [BlockOrder] {
    page.lines.reduce([]) { widest, line in
      if case .blocks(let orders) = line, orders.count > widest.count { orders } else { widest }
    }
  }

  private func request(_ order: BlockOrder) -> String {
    let page = app.kernel.memory?.pageSize ?? 4096
    let size = page.multipliedReportingOverflow(by: 1 << UInt64(order.order))
    guard !size.overflow else { return app.glyphs.absent }
    // Sizes of blocks are whole: 4K, 2M.
    let text = Quantity.bytes(size.partialValue)
    guard let letter = text.last, let point = text.firstIndex(of: ".") else { return text }
    return text[..<point] + String(letter)
  }

  private func size(_ pages: UInt64?) -> String {
    guard let memory = app.kernel.memory, let pages else { return app.glyphs.absent }
    let (bytes, overflow) = pages.multipliedReportingOverflow(by: memory.pageSize)
    return Quantity.bytes(overflow ? .max : bytes, unit: app.settings.unit)
  }

  private func draw(_ line: KernelLine, into surface: inout Surface, _ area: Rect) {
    switch line {
    case .heading: break
    case .zone(let zone): draw(zone, into: &surface, area)
    case .blocks(let orders): draw(orders, into: &surface, area)
    case .figures(let title, let figures): draw(title, figures, into: &surface, area)
    case .slab(let row): drawSlab(row, into: &surface, area)
    case .text(let text, let role):
      surface.put(text, x: area.x + 1, y: area.y, style: Style(role), limit: area.width - 1)
    }
  }

  private func draw(_ zone: ZoneInfo.Zone, into surface: inout Surface, _ area: Rect) {
    var line = LineCursor(Rect(x: area.x + 1, y: area.y, width: area.width - 1, height: 1))
    line.put(
      Padded.left(name(zone.node, zone.name), nameWidth), Style(.accent), into: &surface)
    let role = Self.role(zone.level)
    for (pages, isFree) in [
      (zone.free, true), (zone.min, false), (zone.low, false), (zone.high, false),
    ] {
      line.put(
        Padded.right(size(pages), Self.sizeWidth + 2),
        Style(isFree ? role : .plain, bold: isFree), into: &surface)
    }
    line.put(Padded.right(size(zone.managed ?? zone.present), Self.sizeWidth + 4), into: &surface)
    line.skip(2)
    line.put(
      Padded.left(zone.level?.rawValue ?? app.glyphs.absent, 11), Style(role), into: &surface)
    if let bar = line.chart(scale: 1) { drawBar(zone, role, into: &surface, bar) }
  }

  private static func role(_ level: ZoneInfo.Zone.Level?) -> Role {
    switch level {
    case .aboveHigh: .good
    case .belowHigh: .plain
    case .belowLow: .warn
    case .belowMin: .bad
    case nil: .dim
    }
  }

  /// Free memory from nothing to twice the high watermark, with a mark at each watermark: beyond it
  /// nobody has to care.
  private func drawBar(
    _ zone: ZoneInfo.Zone, _ role: Role, into surface: inout Surface, _ area: Rect
  ) {
    guard let free = zone.free, let high = zone.high, high > 0 else { return }
    let end = Double(high) * 2
    func cell(_ pages: UInt64) -> Int { Int(min(1, Double(pages) / end) * Double(area.width)) }
    let full = app.glyphs.levels[app.glyphs.levels.count - 1]
    surface.fill(
      Rect(x: area.x, y: area.y, width: area.width, height: 1), app.glyphs.horizontal,
      style: Style(.dim))
    surface.fill(
      Rect(x: area.x, y: area.y, width: cell(free), height: 1), full, style: Style(role))
    for mark in [zone.min, zone.low, zone.high].compactMap(\.self) {
      let x = area.x + min(area.width - 1, cell(mark))
      surface.put(String(app.glyphs.vertical), x: x, y: area.y, style: Style(.plain, bold: true))
    }
  }

  private func draw(_ orders: [BlockOrder], into surface: inout Surface, _ area: Rect) {
    guard let first = orders.first else { return }
    var line = LineCursor(Rect(x: area.x + 1, y: area.y, width: area.width - 1, height: 1))
    line.put(
      Padded.left(name(first.node, first.zone), nameWidth), Style(.accent), into: &surface)
    for order in orders {
      let (text, role): (String, Role) =
        switch order.outcome {
        case .block: (size(order.pages), .good)
        case .compaction: ("comp", .warn)
        case .reclaim: ("recl", .bad)
        }
      line.put(Padded.right(text, Self.sizeWidth + 1), Style(role), into: &surface)
    }
    guard orders.count > Self.hugeOrder else { return }
    let unusable = Double(orders[Self.hugeOrder].unusable) / 10
    line.put(
      label: "  for \(request(orders[Self.hugeOrder])) unusable ", Quantity.percent(unusable),
      into: &surface)
  }

  /// The order of a huge page where pages are 4 KiB.
  private static let hugeOrder = 9

  private func draw(
    _ title: String, _ figures: [(label: String, text: String, isNothing: Bool)],
    into surface: inout Surface, _ area: Rect
  ) {
    surface.put(title, x: area.x + 1, y: area.y, style: Style(.accent), limit: Self.groupWidth)
    var x = area.x + 1 + Self.groupWidth
    for figure in figures {
      surface.put(figure.label, x: x, y: area.y, style: Style(.dim))
      let at = x + Self.figureWidth - measure(figure.text)
      surface.put(
        figure.text, x: at, y: area.y, style: Style(figure.isNothing ? .dim : .plain))
      x += Self.figureWidth + 2
    }
  }

  private func drawSlab(_ row: Int, into surface: inout Surface, _ area: Rect) {
    guard let values = app.kernel.slabs?[row] else { return }
    let isTagged =
      app.kernel.name(ofSlab: row).map {
        app.selection.tags.contains(.named(.slabCache, $0))
      } ?? false
    if isTagged { drawTag(isSelected: false, into: &surface, area) }
    let written = app.kernelFieldText
    for place in slabs {
      let (value, column) = (values[place.index], KernelTable.slabs.columns[place.index])
      let text = written.write(value)
      let role: Role =
        isTagged ? .tagged : place.index == 0 ? .accent : value.isNothing ? .dim : .plain
      cells.put(
        text, place, alignsRight: column.unit.alignsRight, Style(role), into: &surface, area)
    }
  }
}
