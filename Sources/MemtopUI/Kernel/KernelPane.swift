import MemtopCore

extension Pane {
  static let kernel = Pane(
    .kernel, key: "4", title: "Kernel",
    help:
      "The kernel's own memory: zones and their watermarks, free blocks, slab caches, huge pages, "
      + "compressed swap, rates of reclaim. A bar goes to twice the high watermark, with marks at min, low "
      + "and high. Below USABLE stands the free memory in blocks of each size; comp and recl: such a "
      + "request first has to move pages (compaction), or to take some back (reclaim).",
    columns: SlabColumns.choice,
    shown: { app in
      SlabColumns.places(app.settings, width: app.width).map {
        Pane.ShownColumn(KernelTable.slabs.columns[$0.index].id, $0)
      }
    },
    // The first heading is the pane's own.
    lineCount: { max(0, KernelLines($0).lines.count - 1) },
    lists: .slabCache,
    subject: { app, line in
      KernelLines(app).slab(atLine: line).flatMap { app.kernel.name(ofSlab: $0) }
        .map { .named(.slabCache, $0) }
    },
    sum: { app, tagged in
      Pane.sum(
        KernelTable.slabs.columns[KernelState.sizeColumn].title,
        (app.kernel.slabs ?? []).compactMap { row -> FieldValue? in
          guard case .text(let name)? = row.first, tagged.contains(.named(.slabCache, name)) else {
            return nil
          }
          return row[KernelState.sizeColumn]
        })
    },
    count: { app in
      guard let shown = app.kernel.slabs?.count else { return "" }
      let all = app.kernel.cacheCount
      return (shown == all ? "\(all)" : "\(shown) of \(all)") + " slab caches"
    },
    drawing: .own(KernelDraw.self),
    comeUp: { _ in [.readKernel] },
    sorting: Sorting(
      disabledReason: { $0.kernel.slabs == nil ? "there are no slab caches to sort" : nil },
      now: { app in
        Pane.Order(
          column: KernelTable.slabs.columns[app.kernel.column].id,
          isDescending: app.kernel.isDescending)
      },
      by: { app, id in
        if let column = id.flatMap(KernelTable.slabs.column) {
          app.relistSlabs { $0.sort(by: column) }
        }
        return []
      },
      invert: { app in
        app.relistSlabs { $0.invert() }
        return []
      }),
    filtering: .terms(
      disabledReason: { $0.kernel.slabs == nil ? "there are no slab caches to filter" : nil },
      now: { $0.kernel.filter },
      take: { app, filter in
        app.use(slabFilter: filter)
        return []
      },
      count: { $0.kernel.slabs?.count ?? 0 }),
    isFound: { app, line, match in
      app.kernelText(atLine: line).map { match.isFound(in: $0) } ?? false
    },
    press: { $0.pressKernel($1, $2) })
}

extension App {
  /// How its values are written.
  var kernelFieldText: FieldText {
    FieldText(unit: settings.unit, now: 0, absent: glyphs.absent, saysUnits: true)
  }

  /// Whether the kernel's memory is on the screen, so that it is read.
  public var showsKernel: Bool { pane == .kernel }

  mutating func take(_ memory: KernelMemory) {
    relistSlabs { $0.take(memory) }
    if !selection.tags.of(.slabCache).isEmpty {
      let names = (KernelTable.slabs.rows(memory) ?? []).compactMap(\.first)
      forgetTags(.slabCache) { subject in
        if case .named(_, let name) = subject { names.contains(.text(name)) } else { true }
      }
    }
  }

  /// Changes which slab caches are listed, or how. The cursor stays on its own.
  fileprivate mutating func relistSlabs(_ body: (inout KernelState) -> Void) {
    let cursor = pane == .kernel ? selection.cursor : leftAt[.kernel] ?? 0
    let before = KernelLines(self).slab(atLine: cursor).flatMap { kernel.name(ofSlab: $0) }
    body(&kernel)
    guard let before,
      let place = kernel.slabs?.firstIndex(where: { $0.first == .text(before) }),
      let line = KernelLines(self).line(ofSlab: place)
    else { return }
    if pane == .kernel { selection.cursor = line } else { leftAt[.kernel] = line }
    fitCursor()
  }

  /// Narrows the slab caches and shows them.
  mutating func use(slabFilter filter: TermFilter<SlabField>) {
    kernel.use(filter)
    let lines = KernelLines(self).lines
    let heading = lines.firstIndex { if case .heading(.slabs) = $0 { true } else { false } }
    guard !filter.isEmpty, let heading else { return fitCursor() }
    // The pane's own heading stands above the first line.
    selection.top = max(0, heading - 1)
    selection.cursor = min(heading, lines.count - 2)
    fitCursor()
  }

  /// A click into the pane's heading, or into one between its lines.
  mutating func pressKernel(_ point: Point, _ layout: AppLayout) -> [Effect] {
    let page = KernelLines(self)
    let line = layout.header.contains(point) ? 0 : selection.top + 1 + point.y - layout.rows.y
    var section: KernelLine.Section?
    if layout.header.contains(point) {
      section = page.section(above: selection.top + 1)
    } else if page.lines.indices.contains(line), case .heading(let there) = page.lines[line] {
      section = there
    }
    return section == .slabs ? pressHeading(at: point.x) : []
  }

  /// What a search compares of a line of the pane.
  func kernelText(atLine line: Int) -> String? {
    let lines = KernelLines(self).lines
    guard lines.indices.contains(line + 1) else { return nil }
    switch lines[line + 1] {
    case .heading: return nil
    case .zone(let zone): return VisibleText.make(zone.name)
    case .blocks(let orders): return orders.first.map { VisibleText.make($0.zone) }
    case .figures(let title, let figures):
      return title + " " + figures.map(\.label).joined(separator: " ")
    case .text(let text, _): return text
    case .slab(let row):
      if case .text(let name)? = kernel.slabs?[row].first { return name }
      return nil
    }
  }
}
