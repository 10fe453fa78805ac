extension Command {
  static let moving: [Command] = [
    Command(
      "up", .move, keys: [.up], vim: [["k"]], title: "Up",
      help: "To the process above. The cursor then follows its process when the order changes."
    ) { app in
      app.move(by: -1)
      return []
    },
    Command(
      "down", .move, keys: [.down], vim: [["j"]], title: "Down", help: "To the process below."
    ) { app in
      app.move(by: 1)
      return []
    },
    Command(
      "pageUp", .move, keys: [.pageUp], title: "Page up", help: "A screen of processes up."
    ) { app in
      app.move(by: -max(1, app.rowsHeight))
      return []
    },
    Command(
      "pageDown", .move, keys: [.pageDown], title: "Page down", help: "A screen of processes down."
    ) { app in
      app.move(by: max(1, app.rowsHeight))
      return []
    },
    Command(
      "top", .move, keys: [.home], vim: [["g", "g"]], title: "To the top",
      help: "To the first line. The cursor stays there, whatever process comes to it."
    ) { app in
      app.moveToTop()
      return []
    },
    Command(
      "bottom", .move, keys: [.end], vim: [["G"]], title: "To the bottom",
      help: "To the last process."
    ) { app in
      app.move(to: app.lineCount - 1)
      return []
    },
    Command(
      "left", .move, keys: [.left], vim: [["h"]], title: "Scroll left",
      help: "Moves the wide text columns back to their beginning.", panes: [.processes]
    ) { app in
      app.scroll(by: -8)
      return []
    },
    Command(
      "right", .move, keys: [.right], vim: [["l"]], title: "Scroll right",
      help: "Moves the wide text columns to what is cut off at the right.", panes: [.processes]
    ) { app in
      app.scroll(by: 8)
      return []
    },
  ]
}
