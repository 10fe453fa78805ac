import MemtopCore

/// One choice of the setup besides the columns, declared once.
struct SetupOption: Sendable {
  let section: String
  let title: String
  /// Said below the list while the cursor is on it.
  let help: @Sendable (Settings, SetupThemes) -> String
  let text: @Sendable (Settings, SetupThemes) -> String
  /// Goes one step on (1) or back (-1).
  let change: @Sendable (inout Settings, SetupThemes, Int) -> Void

  static let all: [SetupOption] = [
    SetupOption(
      section: "Display", title: "Sizes", help: { _, _ in "The unit that sizes are written in." },
      text: { settings, _ in settings.unit.title },
      change: { settings, _, step in
        settings.unit = next(settings.unit, in: Quantity.Unit.allCases, step)
      }),
    SetupOption(
      section: "Display", title: "Colours",
      help: { settings, themes in
        let title = themes.title(settings.theme).map { "\(settings.theme): \($0). " } ?? ""
        return title + "What a colour means is always written as well."
      },
      text: { settings, _ in settings.theme },
      change: { settings, themes, step in
        settings.theme = next(settings.theme, in: themes.names, step)
      }),
    SetupOption(
      section: "Display", title: "Interval", help: { _, _ in "The time between samples." },
      text: { settings, _ in IntervalText.write(settings.interval) },
      change: { settings, _, step in
        let now = settings.interval
        let steps = IntervalPrompt.steps
        settings.interval =
          (step > 0 ? steps.first { $0 > now } : steps.last { $0 < now }) ?? now
      }),
    flag(
      "Kernel threads", \.showsKernelThreads,
      help: "Show the kernel's own threads. They have no memory of their own and are never killed."),
    flag(
      "Full command line", \.showsCommandLine,
      help: "Show the command with its arguments, where it has any, in place of the name."),
    flag("Tree", \.isTree, help: "Show children below their parents."),
    flag(
      "vi keys", \.vim, help: "h j k l, gg and G move, as in vi. The signal menu is on F9 then."),
  ]

  private static func flag(
    _ title: String, _ path: WritableKeyPath<Settings, Bool> & Sendable, help: String
  ) -> SetupOption {
    SetupOption(
      section: "Processes", title: title, help: { _, _ in help },
      text: { settings, _ in settings[keyPath: path] ? "yes" : "no" },
      change: { settings, _, _ in settings[keyPath: path].toggle() })
  }

  /// The value before or after, round at the ends; the first where the present one is not listed.
  private static func next<Value: Equatable>(_ value: Value, in all: [Value], _ step: Int) -> Value
  {
    guard let first = all.first else { return value }
    guard let at = all.firstIndex(of: value) else { return first }
    return all[(at + step + all.count) % all.count]
  }
}

/// The colour schemes that can be chosen: names for the config file, titles for people.
struct SetupThemes: Sendable {
  let all: [(name: String, title: String)]

  var names: [String] { all.map(\.name) }

  /// Nil for a name that is not listed.
  func title(_ name: String) -> String? { all.first { $0.name == name }?.title }
}
