extension Command {
  static let program: [Command] = [
    Command(
      "drop", .program, keys: [.escape], title: "Leave",
      help: "Drops a previewed step, then ends a search."
    ) { app in app.leave() },
    Command(
      "interval", .program, keys: ["i"], title: "Interval", help: "Sets the time between samples."
    ) { app in
      app.open(IntervalPrompt(current: app.interval))
      return []
    },
    Command(
      "pause", .program, keys: ["Z", "p"], title: "Pause",
      help: "Holds the screen still: no samples are taken until it is pressed again."
    ) { app in
      app.isPaused.toggle()
      return [.reschedule]
    },
    Command(
      "palette", .program, keys: [":"], title: "Command palette",
      help: "Finds every command by its name."
    ) { app in
      app.open(PaletteDialog(app.commands))
      return []
    },
    Command(
      "redraw", .program, keys: [.control("l")], title: "Redraw", help: "Draws the screen anew."
    ) { _ in [.redraw] },
    Command(
      "suspend", .program, keys: [.control("z")], title: "Suspend",
      help: "Back to the shell; fg brings memtop back."
    ) { _ in [.suspend] },
    Command(
      "quit", .program, keys: ["q", .function(10), .control("c")], title: "Quit",
      help: "Ends memtop.", bar: BarLabel(text: "Quit", priority: 95)
    ) { app in
      guard app.step != nil, app.step?.isWriting != true else { return [.quit] }
      app.notes.add("the change of adj that waited was dropped, nothing was written; q quits")
      return app.dropStep()
    },
  ]
}
