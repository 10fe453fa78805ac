import LinuxKernel
import MemtopCore

/// One line of the kernel pane.
enum KernelLine: Sendable {
  /// What stands above the lines that follow; the pane's heading while they are at its top.
  enum Section: Sendable { case zones, blocks, figures, slabs, rest }

  case heading(Section)
  case zone(ZoneInfo.Zone)
  /// What requests of all sizes would meet in one zone.
  case blocks([BlockOrder])
  /// Figures that belong together.
  case figures(String, [(label: String, text: String, isNothing: Bool)])
  /// A row of slab caches, by its place.
  case slab(Int)
  case text(String, Role)
}

/// The lines of the pane from top to bottom; what is not told or not in use takes none.
struct KernelLines: Sendable {
  let lines: [KernelLine]

  init(_ app: App) {
    guard let memory = app.kernel.memory else {
      lines = []
      return
    }
    var lines: [KernelLine] = []
    if !memory.zones.isEmpty {
      lines.append(.heading(.zones))
      lines += memory.zones.map(KernelLine.zone)
    }
    let orders = memory.orders
    if !orders.isEmpty {
      lines.append(.heading(.blocks))
      for order in orders {
        if order.order == 0 { lines.append(.blocks([])) }
        guard case .blocks(let begun)? = lines.last else { continue }
        lines[lines.count - 1] = .blocks(begun + [order])
      }
    }
    let figures = Self.figures(memory, app)
    if !figures.isEmpty { lines += [.heading(.figures)] + figures }
    if let slabs = app.kernel.slabs {
      lines.append(.heading(.slabs))
      lines += slabs.indices.map(KernelLine.slab)
    }
    lines += Self.untold(memory, app)
    self.lines = lines
  }

  /// The slab cache on a line of the pane, whose first heading is its own, by its place.
  func slab(atLine line: Int) -> Int? {
    guard lines.indices.contains(line + 1), case .slab(let place) = lines[line + 1] else {
      return nil
    }
    return place
  }

  /// The line of the pane on which a slab cache stands, by its place.
  func line(ofSlab place: Int) -> Int? {
    lines.firstIndex { if case .slab(place) = $0 { true } else { false } }.map { $0 - 1 }
  }

  /// The section that the heading above a line belongs to.
  func section(above line: Int) -> KernelLine.Section {
    for line in lines.prefix(max(1, line)).reversed() {
      if case .heading(let section) = line { return section }
    }
    return .rest
  }

  /// The caches that cannot be read are said where they would stand, all else that is not told below.
  private static func untold(_ memory: KernelMemory, _ app: App) -> [KernelLine] {
    func wrapped(_ text: String, _ role: Role) -> [KernelLine] {
      TextWrap.lines(text, width: max(1, app.width - 2), columns: app.characterWidth)
        .map { .text($0, role) }
    }
    var lines: [KernelLine] = []
    let slabs = memory.unknown.first { $0.what == "/proc/slabinfo" }
    if let slabs {
      let needs = memory.slabs == .denied ? "; it needs root" : ""
      lines += wrapped("no slab caches: \(slabs.what): \(slabs.why)\(needs)", .warn)
    }
    let rest = memory.unknown.filter { $0.what != slabs?.what }
    guard !rest.isEmpty else { return lines }
    let reasons = rest.map { "\($0.what) (\($0.why))" }.joined(separator: ", ")
    return lines + [.heading(.rest)] + wrapped(reasons, .dim)
  }

  private static func figures(_ memory: KernelMemory, _ app: App) -> [KernelLine] {
    let text = app.kernelFieldText
    var lines: [KernelLine] = []
    func add(_ title: String, _ figures: [(label: String, text: String, isNothing: Bool)]) {
      let perLine = KernelDraw.figuresPerLine(width: app.width)
      for first in stride(from: 0, to: figures.count, by: perLine) {
        let some = Array(figures[first..<min(figures.count, first + perLine)])
        lines.append(.figures(first == 0 ? title : "", some))
      }
    }
    for group in KernelFigure.Group.allCases {
      add(
        group.title,
        KernelFigure.told(group, memory).map {
          ($0.figure.title, text.write($0.value), $0.value.isNothing)
        })
    }
    for (table, title) in [
      (KernelTable.pools, "Huge "), (KernelTable.zram, ""), (KernelTable.nodes, "Node "),
    ] {
      let rows = table.rows(memory).map(table.inUse) ?? []
      // One node is the host.
      if table.id == KernelTable.nodes.id, rows.count < 2 { continue }
      for row in rows {
        let cells = zip(table.columns, row).dropFirst().filter { $0.1 != .absent }
        add(
          title + text.write(row[0]),
          cells.map { ($0.title.lowercased(), text.write($1), $1.isNothing) })
      }
    }
    return lines
  }
}
