extension Command {
  static let tagging: [Command] = [
    Command(
      "tag", .tag, keys: [" "], title: "Tag",
      help:
        "Tags the line or takes its tag away. Beside the tabs stands what the tagged ones have together. "
        + "Acts on processes and cgroups are then for all tagged ones."
    ) { app in
      app.toggleTag()
      return []
    },
    Command(
      "tagSubtree", .tag, keys: ["c"], title: "Tag subtree",
      help: "Tags the process and all its descendants, on a group's line all its members.",
      panes: ofProcesses
    ) { app in
      app.tagSubtree()
      return []
    },
    Command(
      "untag", .tag, keys: ["U"], title: "Untag all", help: "Takes all tags of the list away.",
      disabledReason: hasNoTag
    ) { app in
      if let kind = app.currentPane.lists { app.selection.tags.clear(kind) }
      return []
    },
  ]

  static let acting: [Command] = [
    Command(
      "adj", .act, keys: ["o"], title: "Edit oom_score_adj",
      help: "Opens a prompt for the process or all tagged ones: type the new value or nudge it.",
      bar: BarLabel(text: "Adj", priority: 90), panes: ofProcesses, disabledReason: hasStep
    ) { app in app.openAdjPrompt() },
    stepping("(", by: -10, id: "adjDown", priority: 44),
    stepping(")", by: 10, id: "adjUp", priority: 43),
    stepping("{", by: -100, id: "adjDownFar", priority: nil),
    stepping("}", by: 100, id: "adjUpFar", priority: nil),
    Command(
      "rank", .act, keys: ["r"], title: "Protect or sacrifice",
      help: "Asks for a place in the kill order and finds the smallest change of oom_score_adj "
        + "that gives the process that place.",
      bar: BarLabel(text: "Rank", priority: 52), panes: ofProcesses, disabledReason: hasStep
    ) { app in app.openRankPrompt() },
    Command(
      "apply", .act, keys: [.enter], title: "Apply or open",
      help: "Writes the values that ( ) { } preview; where none waits, opens the line.",
      disabledReason: hasNothingToEnter
    ) { app in
      if app.step != nil { return app.applyStep() }
      return app.currentPane.open.map { $0(&app) } ?? []
    },
    Command(
      "signal", .act, keys: [.function(9), "k"], title: "Send a signal",
      help: "Chooses a signal for the process or all tagged ones; asks once more with the name.",
      bar: BarLabel(text: "Signal", priority: 60), panes: ofProcesses, disabledReason: hasStep
    ) { app in app.openSignalMenu() },
    Command(
      "explain", .show, keys: ["x"], title: "Explain",
      help: "Why the kernel would kill the process when, what memory it has and where it runs. "
        + "Of a cgroup: its limits, its kill order and all its numbers. Enter does it too.",
      panes: ofProcesses.union([.groups])
    ) { app in app.currentPane.open?(&app) ?? [] },
    Command(
      "limits", .act, keys: ["e"], title: "Edit limits",
      help:
        "Opens a prompt for the limits of the cgroup or of all tagged ones, or of the one that a kill was in: "
        + "old and new value, what must be given back at once, and who would die, before anything is "
        + "written.",
      bar: BarLabel(text: "Limits", priority: 91), panes: [.groups, .events],
      disabledReason: hasNoLimits
    ) { app in app.openLimits() },
    Command(
      "contain", .act, keys: ["B"], title: "Contain or release",
      help:
        "Puts the process or all tagged ones into a cgroup of their own with a limit, after showing what "
        + "that does. On cgroups that memtop made: puts their processes back and removes them.",
      panes: ofProcesses.union([.groups]), disabledReason: isBusy
    ) { app in app.containOrRelease() },
    Command(
      "reclaim", .act, keys: ["F"], title: "Push memory out",
      help:
        "Pushes memory of the process or cgroup, or of all tagged ones, out to disk and swap, after showing "
        + "what there is; then says what it freed and what was read again.",
      panes: ofProcesses.union([.groups]), disabledReason: isBusy
    ) { app in app.reclaim() },
    Command(
      "keep", .act, keys: ["W"], title: "Keep it",
      help:
        "Writes what the process or cgroup, or each tagged one, has now, its oom_score_adj and limits, as a "
        + "drop-in of its systemd unit, so that the next start has it too. Shown first, whole.",
      panes: ofProcesses.union([.groups]), disabledReason: isBusy
    ) { app in app.keep() },
    Command(
      "undo", .act, keys: ["z"], title: "Undo",
      help:
        "Shows what the last change of oom_score_adj or of a cgroup would be put back to; Enter does it.",
      bar: BarLabel(text: "Undo", priority: 50),
      disabledReason: hasNoChange
    ) { app in app.openUndoPrompt() },
  ]

  /// Where a line stands for a process.
  private static let ofProcesses = Set(Pane.all.filter { $0.processes != nil }.map(\.id))

  private static func isReadOnly(_ app: App) -> String? { app.readOnlyReason }

  private static func hasNoTag(_ app: App) -> String? {
    let tagged = app.currentPane.lists.map(app.selection.tags.of) ?? []
    return tagged.isEmpty ? "nothing is tagged here" : nil
  }

  private static func hasNothingToEnter(_ app: App) -> String? {
    if app.step == nil, app.currentPane.open != nil {
      return app.lineCount > 0 ? nil : "nothing is listed here"
    }
    return isReadOnly(app) ?? (app.step == nil ? "nothing waits to be applied" : nil)
  }

  private static func hasNoChange(_ app: App) -> String? {
    if let reason = isBusy(app) { return reason }
    guard app.acts.undo == nil else { return nil }
    let hasChanged = app.acts.records.contains { record in
      if case .signal = record { false } else { true }
    }
    return hasChanged ? "nothing is left to put back" : "nothing was changed yet"
  }

  /// A preview holds processes of its own; another act would drop it.
  private static func hasStep(_ app: App) -> String? {
    isReadOnly(app)
      ?? (app.step == nil ? nil : "a change of adj waits: Enter writes it, Esc drops it")
  }

  /// Of what is done beside the screen there is one at a time; values and signals do not wait for it.
  private static func isBusy(_ app: App) -> String? {
    hasStep(app) ?? app.doing.map { "not while memtop is \($0.doing)" }
  }

  private static func hasNoLimits(_ app: App) -> String? { isBusy(app) ?? isAboutNoGroup(app) }

  /// Only some events are about a group.
  static func isAboutNoGroup(_ app: App) -> String? {
    guard app.pane == .events, app.aimedEvent.flatMap(app.group(of:)) == nil else {
      return nil
    }
    return "this line is about no group's limit"
  }

  private static func stepping(_ key: Key, by step: Int32, id: String, priority: Int?) -> Command {
    let sign = step > 0 ? "+" : ""
    return Command(
      id, .act, keys: [key], title: "Step adj by \(sign)\(step)",
      help: "Previews oom_score_adj \(sign)\(step) on the row and in the kill order. Steps of "
        + "several processes add up. Enter applies all, Esc drops them.",
      bar: priority.map { BarLabel(text: "\(sign)\(step)", priority: $0) },
      panes: ofProcesses, disabledReason: isReadOnly
    ) { app in app.step(by: step) }
  }
}
