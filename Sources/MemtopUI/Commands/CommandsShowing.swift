import MemtopCore

extension Command {
  static let showing: [Command] = [
    Command(
      "tree", .show, keys: [.function(5), "t"], title: "Tree",
      help:
        "Children below their parents, and back to the order before. Sizes of processes are then sums "
        + "of the whole subtree.",
      bar: BarLabel(text: "Tree", priority: 70), panes: [.processes, .groups]
    ) { app in
      guard app.pane == .groups else {
        return app.change { app in
          app.settings.isTree = app.settings.grouping != nil || !app.settings.isTree
          app.settings.grouping = nil
          app.selection.group = nil
        }
      }
      app.groups.toggleTree()
      app.followGroup()
      return []
    },
    Command(
      "groupBy", .show, keys: ["g"], title: "Group by",
      help:
        "Puts processes of one name together, with their sums; again: by user, unit, cgroup, and back. "
        + "Enter shows a group's members, c tags them. A shared page counts in each of them.",
      panes: [.processes]
    ) { app in
      app.change { app in
        let all = ProcessGrouping.allCases
        let next = app.settings.grouping.flatMap(all.firstIndex).map { $0 + 1 } ?? 0
        app.settings.grouping = all.indices.contains(next) ? all[next] : nil
        app.selection.openGroups = []
        app.selection.group = nil
      }
    },
    Command(
      "collapse", .show, keys: ["-"], title: "Fold subtree",
      help:
        "Hides what is below the process or group; the line of a process shows the sum of the subtree.",
      panes: [.processes, .groups], disabledReason: treeIsOff
    ) { app in
      app.fold(true)
      return []
    },
    Command(
      "expand", .show, keys: ["+"], title: "Unfold subtree",
      help: "Shows what is below the process or group again.", panes: [.processes, .groups],
      disabledReason: treeIsOff
    ) { app in
      app.fold(false)
      return []
    },
    Command(
      "sort", .show, keys: [.function(6)], title: "Sort by",
      help: "Chooses the column that sorts, shown or not.",
      bar: BarLabel(text: "Sort", priority: 75), panes: sortable,
      disabledReason: hasNothingToSort
    ) { app in
      app.openSortMenu()
      return []
    },
    Command(
      "sortLeft", .show, keys: ["<"], title: "Sort column left",
      help: "Sorts by the column to the left.", panes: sortable,
      disabledReason: hasNothingToSort
    ) { app in app.sort(columnsAway: -1) },
    Command(
      "sortRight", .show, keys: [">"], title: "Sort column right",
      help: "Sorts by the column to the right.", panes: sortable,
      disabledReason: hasNothingToSort
    ) { app in app.sort(columnsAway: 1) },
    Command(
      "invert", .show, keys: ["I"], title: "Invert order", help: "Turns the order round.",
      panes: sortable, disabledReason: hasNothingToSort
    ) { app in app.currentPane.sorting?.invert(&app) ?? [] },
    sorting("M", by: .rss, "the memory in RAM"),
    sorting("V", by: .virt, "the address space"),
    sorting("S", by: .shr, "the shared part"),
    sorting("O", by: .oomScore, "the likelihood of a kill"),
    sorting("R", by: .killRank, "the kernel's own kill order"),
    sorting("T", by: .startTime, "the time they began"),
    sorting(nil, by: .pid, "their number; also N while no search stands"),
    Command(
      "scope", .show, keys: ["s"], title: "Scope of the kill order",
      help: "Chooses whose memory runs out: the host's, or any group's on the process's path.",
      bar: BarLabel(text: "Scope", priority: 57), panes: [.processes, .victims, .groups, .events],
      disabledReason: isAboutNoGroup
    ) { app in
      if [.groups, .events].contains(app.pane) { return app.showKillOrderOfGroup() }
      app.openScopeMenu()
      return []
    },
    Command(
      "jump", .show, keys: ["w"], title: "Group or processes",
      help:
        "From a process to its cgroup, from a cgroup to its processes, and from a kill to the cgroup "
        + "whose limit was met.",
      bar: BarLabel(text: "Group", priority: 46), panes: [.processes, .victims, .groups, .events],
      disabledReason: isAboutNoGroup
    ) { app in app.jump() },
    Command(
      "memoryParts", .show, keys: ["m"], title: "Memory, part by part",
      help: "Every part of memory with its size, its share and what it is; they add up to MemTotal."
    ) { app in
      app.open(MemoryPartsDialog(parts: app.host.figures.memory?.parts))
      return []
    },
    Command(
      "chartZoom", .show, keys: ["v"], title: "Zoom the charts",
      help:
        "Makes a column of the charts stand for one second, ten or sixty; a coarse one is drawn at its "
        + "worst. The last 400 of each are kept: six hours of minutes."
    ) { app in
      app.zoomCharts()
      return []
    },
    Command(
      "chartCursor", .show, keys: ["H"], title: "Read the charts",
      help:
        "Puts a cursor on the charts that reads out time and values, the mean and the worst of its "
        + "column. Left and Right, PgUp and PgDn, Home and End move it; Esc or H ends it.",
      bar: BarLabel(text: "History", priority: 41)
    ) { app in
      app.toggleChartCursor()
      return []
    },
    Command(
      "commandLine", .show, keys: ["P"], title: "Command line or path",
      help:
        "Shows the full command line of processes, the whole path of groups, instead of the name, "
        + "and back.",
      panes: [.processes, .groups]
    ) { app in
      guard app.pane == .groups else {
        return app.change { $0.settings.showsCommandLine.toggle() }
      }
      app.groups.showsPaths.toggle()
      return []
    },
    Command(
      "kernelThreads", .show, keys: ["K"], title: "Kernel threads",
      help: "Shows or hides kernel threads; they have no memory of their own and are never killed.",
      panes: [.processes]
    ) { app in app.change { $0.settings.showsKernelThreads.toggle() } },
  ]

  private static let sortable = Set(Pane.all.filter { $0.sorting != nil }.map(\.id))

  private static func hasNothingToSort(_ app: App) -> String? {
    app.currentPane.sorting?.disabledReason(app)
  }

  private static func treeIsOff(_ app: App) -> String? {
    let isTree =
      app.pane == .groups
      ? app.groups.sort == nil : app.settings.isTree || app.settings.grouping != nil
    return isTree ? nil : "the tree is off: t turns it on"
  }

  private static func sorting(_ key: Key?, by field: Field, _ what: String) -> Command {
    Command(
      "sort." + field.id, .show, keys: key.map { [$0] } ?? [], title: "Sort by " + field.title,
      help: "Orders the processes by \(what).", panes: [.processes]
    ) { app in app.sort(by: field) }
  }
}
