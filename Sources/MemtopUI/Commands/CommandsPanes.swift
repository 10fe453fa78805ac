extension Command {
  /// One command a pane, and those that go on to the next.
  static let panes: [Command] =
    Pane.all.map { pane in
      Command(
        "pane." + pane.id.rawValue, .pane, keys: [pane.key], title: pane.title, help: pane.help
      ) { app in app.show(pane.id) }
    } + [
      Command(
        "paneNext", .pane, keys: [.tab], title: "Next pane", help: "Shows the pane to the right."
      ) { app in app.show(panesAway: 1) },
      Command(
        "panePrevious", .pane, keys: [.backTab], title: "Previous pane",
        help: "Shows the pane to the left."
      ) { app in app.show(panesAway: -1) },
    ]
}
