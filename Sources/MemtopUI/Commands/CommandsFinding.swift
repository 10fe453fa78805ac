extension Command {
  static let finding: [Command] = [
    Command(
      "help", .program, keys: [.function(1), "h", "?"], title: "Help",
      help: "All keys, all columns and what the numbers mean.",
      bar: BarLabel(text: "Help", priority: 100)
    ) { app in
      app.openHelp()
      return []
    },
    Command(
      "diagnosis", .show, keys: ["d"], title: "Is it a problem?",
      help: "The verdict with all that was found: numbers, who, what to do, and the forecast.",
      bar: BarLabel(text: "Diagnosis", priority: 56)
    ) { app in app.openFindings() },
    Command(
      "setup", .program, keys: [.function(2), "C"], title: "Setup",
      help:
        "Columns of the pane and their order, units, colours, interval; saved to the config file.",
      bar: BarLabel(text: "Setup", priority: 55)
    ) { app in
      app.open(SetupDialog(app.settings, app.origins, app.pane))
      return []
    },
    Command(
      "search", .find, keys: [.function(3), "/"], title: "Search",
      help: "Finds name, command line, user or PID while you type, in Events any text of a line. "
        + "Enter keeps the search.",
      bar: BarLabel(text: "Search", priority: 80)
    ) { app in
      app.openInput(.search)
      return []
    },
    Command(
      "searchNext", .find, keys: ["n"], title: "Next match",
      help: "To the next line that the standing search finds.",
      disabledReason: noSearch
    ) { app in
      app.goOn(step: 1)
      return []
    },
    Command(
      "searchPrevious", .find, keys: ["N"], title: "Previous match",
      help: "To the previous line that the search finds; in Processes it sorts by PID while no "
        + "search stands.",
      disabledReason: noSearchOrOrder
    ) { app in
      guard app.search != nil else { return app.sort(by: .pid) }
      app.goOn(step: -1)
      return []
    },
    Command(
      "filter", .find, keys: [.function(4), "\\"], title: "Filter",
      help: "Shows only matching processes: text, or terms such as rss>1G user:app adj<0 "
        + "cgroup:web; all of them must hold. In Groups terms are of groups: share>90 kills>0; in Kernel of "
        + "slab caches: size>100M growth>0; in Events of events: by:kernel rss>1G. "
        + "Enter keeps the filter, Esc goes back.",
      bar: BarLabel(text: "Filter", priority: 85),
      panes: Set(Pane.all.filter { $0.filtering != nil }.map(\.id)),
      disabledReason: cannotFilter
    ) { app in
      app.openInput(.filter)
      return []
    },
    Command(
      "user", .find, keys: ["u"], title: "One user", help: "Shows one user's processes only.",
      panes: [.processes]
    ) { app in
      app.openUserMenu()
      return []
    },
  ]

  private static func cannotFilter(_ app: App) -> String? {
    app.currentPane.filtering?.disabledReason(app)
  }

  private static func noSearchOrOrder(_ app: App) -> String? {
    app.pane == .processes ? nil : noSearch(app)
  }

  private static func noSearch(_ app: App) -> String? {
    app.search == nil ? "no search stands: / begins one" : nil
  }
}
