import MemtopCore

extension Pane {
  static let processes = Pane(
    .processes, key: "1", title: "Processes",
    help: "All processes, in any order, filtered or as a tree.",
    columns: PaneColumns(
      setting: "columns", title: "Columns",
      all: Field.all.map {
        PaneColumns.Column(id: $0.id, title: $0.title, help: $0.help, source: $0.source)
      }, standard: Settings.standard.columns.map(\.id)),
    shown: { app in
      app.table.columns.map { Pane.ShownColumn($0.field.id, x: $0.x - 1, width: $0.width) }
    },
    lineCount: { $0.list.rows.count },
    processes: Processes(
      row: { $0.list.row(atLine: $1) },
      line: { $0.list.position(of: $1, in: $0.model) }),
    sum: { app, tagged in
      let field = app.settings.sort.isSummable ? app.settings.sort : .rss
      return Pane.sum(
        field.title,
        tagged.compactMap { subject -> FieldValue? in
          guard case .process(let process) = subject else { return nil }
          return app.model.processes.index(of: process).map { field.value(app.model, $0) }
        })
    },
    count: \.processCount,
    facts: { app in
      var facts: [Fact] = []
      if app.settings.columns.contains(.killRank), let view = app.model.kill?.view, !view.isWhole {
        facts.append(("~KILL: of ", "\(view.visible) visible"))
      }
      if app.settings.showsKernelThreads { facts.append(("", "kernel threads")) }
      if let grouping = app.settings.grouping {
        facts.append(("by ", grouping.rawValue))
      } else if app.settings.isTree {
        facts.append(("", "tree, sums of subtrees"))
      }
      return facts
    },
    drawing: .own(TableDraw.self),
    open: { app in
      guard let group = app.groupUnderCursor else { return app.openExplain() }
      app.fold(group.isOpen)
      return []
    },
    openLabel: { app in app.groupUnderCursor.map { $0.isOpen ? "Close" : "Open" } ?? "Explain" },
    sorting: Sorting(
      menu: { SortMenu($0.settings) },
      now: { Pane.Order(column: $0.settings.sort.id, isDescending: $0.settings.isDescending) },
      by: { app, id in id.flatMap(Field.named).map { app.sort(by: $0) } ?? [] },
      invert: { $0.invertSort() }),
    filtering: .terms(
      now: { $0.filter },
      take: { app, filter in filter == app.filter ? [] : app.change { $0.filter = filter } },
      besides: { app in
        app.user.map { user in
          [("user: ", app.model.users[user].map { VisibleText.make($0) } ?? String(user))]
        } ?? []
      }),
    isFound: { app, line, match in
      guard let group = app.group(atLine: line) else {
        return app.isFound(match, inProcessAt: line)
      }
      return match.isFound(in: app.name(of: group))
    })
}

extension App {
  /// How many are shown of those that could be; kernel threads are counted apart while they are hidden.
  fileprivate var processCount: String {
    let rows = model.processes.rows
    let hidden = settings.showsKernelThreads ? 0 : rows.count { $0.isKernelThread }
    let shown = list.processCount
    let all = rows.count - hidden
    let count = shown == all ? "\(shown)" : "\(shown) of \(all)"
    guard hidden > 0, width >= 100 else { return count }
    return count + ", \(hidden) kernel threads hidden"
  }
}
