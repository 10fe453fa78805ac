import MemtopCore

extension Setting {
  /// Every setting, in the order in which the file has them.
  public static let all: [Setting] = [columns] + paneColumns + others

  private static let columns =
    Setting(
      "columns", accepts: "a list of field names, at least one", option: "--columns",
      read: { value, settings in
        guard case .list(let names) = value, !names.isEmpty else { return false }
        let fields = names.compactMap(Field.named)
        guard fields.count == names.count else { return false }
        settings.columns = []
        for field in fields where !settings.columns.contains(field) {
          settings.columns.append(field)
        }
        return true
      },
      write: { .list($0.columns.map(\.id)) })

  private static let paneColumns = Pane.all.filter { $0.id != .processes }.map { pane in
    Setting(
      pane.columns.setting,
      accepts: "a list of names, at least one: "
        + pane.columns.all.map(\.id).joined(separator: ", "),
      read: { value, settings in
        guard case .list(let names) = value, let ids = pane.columns.chosen(by: names) else {
          return false
        }
        settings.choose(ids, of: pane.id)
        return true
      },
      write: { .list($0.columnIDs(of: pane.id)) })
  }

  private static let others: [Setting] = [
    // Before `descending`: a field brings its own direction.
    Setting(
      "sort", accepts: "a field name", option: "--sort",
      read: { value, settings in
        guard case .word(let name) = value, let field = Field.named(name) else { return false }
        settings.sort = field
        settings.isDescending = field.sortsDescending
        return true
      },
      write: { .word($0.sort.id) }),
    .flag("descending", \.isDescending),
    .choice(
      "units", \.unit.name, of: Quantity.Unit.allCases.map(\.rawValue), "Sizes",
      text: { Quantity.Unit(rawValue: $0)?.title ?? $0 },
      help: { _ in "The unit that sizes are written in." }),
    .choice(
      "theme", \.theme, of: Theme.all.map(\.name), option: "--theme", "Colours",
      help: { settings in
        let title = Theme.named(settings.theme).map { "\($0.name): \($0.title). " } ?? ""
        return title + "What a colour means is always written as well."
      }),
    Setting(
      "colours", accepts: "a list of \"ROLE=NUMBER\" (roles: docs/config.md; numbers: 16 to 255)",
      read: { value, settings in
        guard case .list(let entries) = value,
          entries.allSatisfy({ ThemeChange($0) != nil })
        else { return false }
        settings.colours = entries
        return true
      },
      write: { .list($0.colours) }),
    Setting(
      "interval", accepts: "seconds, 0.1 to 3600", option: "--interval",
      line: Line(
        section: "Display", title: "Interval", help: { _ in "The time between samples." },
        text: { IntervalText.write($0.interval) },
        change: { settings, step in
          let now = settings.interval
          let steps = IntervalPrompt.steps
          settings.interval =
            (step > 0 ? steps.first { $0 > now } : steps.last { $0 < now }) ?? now
        }),
      read: { value, settings in
        guard case .number(let seconds) = value, (0...3600).contains(seconds),
          Settings.intervals.contains(Int((seconds * 1000).rounded()))
        else { return false }
        settings.interval = Int((seconds * 1000).rounded())
        return true
      },
      write: { .number(Double($0.interval) / 1000) }),
    .flag(
      "kernel-threads", \.showsKernelThreads, option: "--kernel-threads", "Kernel threads",
      help: "Show the kernel's own threads. They have no memory of their own and are never killed."),
    .flag(
      "command-line", \.showsCommandLine, "Full command line",
      help: "Show the command with its arguments, where it has any, in place of the name."),
    .flag(
      "tree", \.isTree, option: "--tree", "Tree", help: "Show children below their parents."),
    .choice(
      "group-by", \.groupingName, of: ["nothing"] + ProcessGrouping.allCases.map(\.rawValue),
      "Group by", in: "Processes",
      help: { _ in
        "Put processes of one name, user, unit or cgroup together, with their sums, in place of the "
          + "tree."
      }),
    .flag(
      "side-panel", \.showsSidePanel, "Side panel",
      help:
        "From 160 columns on, say more of the process under the cursor beside the list: the first lines "
        + "of what x explains."),
    .choice(
      "source", \.sourceName, of: ["auto"] + ProcessSource.allCases.map(\.rawValue),
      option: "--source"),
    .flag(
      "vim", \.vim, option: "--vim", "vi keys",
      help: "h j k l, gg and G move, as in vi. The signal menu is on F9 then."),
    .flag("protect", \.protects, option: "--no-protect"),
    .text(
      "log", \.log, accepts: "the absolute path of a file, or empty", option: "--log",
      isValid: { $0.isEmpty || $0.hasPrefix("/") }),
    Setting(
      "thresholds", accepts: "a list of \"NAME=NUMBER\" (names: docs/diagnosis.md)",
      read: { value, settings in
        guard case .list(let entries) = value else { return false }
        var thresholds = DiagnosisThresholds.standard
        for entry in entries {
          let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
          guard parts.count == 2, let number = Double(parts[1]),
            thresholds.set(parts[0], to: number)
          else { return false }
        }
        settings.thresholds = thresholds
        return true
      },
      write: { settings in
        let changed = settings.thresholds.changed.sorted { $0.key < $1.key }
        return .list(changed.map { "\($0.key)=\($0.value)" })
      }),
    .choice("pane", \.pane, of: App.panes, option: "--pane"),
    .text(
      "filter", \.filter, accepts: "a filter, as F4 takes it", option: "--filter",
      isValid: { (try? Filter($0)) != nil }),
    .flag("ascii", \.usesASCII, option: "--ascii"),
    .flag("read-only", \.isReadOnly, option: "--read-only"),
  ]
}

extension Quantity.Unit {
  fileprivate var name: String {
    get { rawValue }
    set { self = Quantity.Unit(rawValue: newValue) ?? self }
  }
}

extension Settings {
  fileprivate var sourceName: String {
    get { source?.rawValue ?? "auto" }
    set { source = ProcessSource(rawValue: newValue) }
  }

  fileprivate var groupingName: String {
    get { grouping?.rawValue ?? "nothing" }
    set { grouping = ProcessGrouping(rawValue: newValue) }
  }
}
