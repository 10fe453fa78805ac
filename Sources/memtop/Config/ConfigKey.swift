import MemtopCore
import MemtopUI
import TOMLKit

/// One key of the config file: how it is read, how it is written, and what it accepts.
struct ConfigKey: Sendable {
  let name: String
  /// For the notice about a value that cannot be used.
  let accepts: String
  /// Takes the value over; false when it is not acceptable.
  let read: @Sendable (any TOMLValueConvertible, inout Settings) -> Bool
  /// The value in TOML.
  let write: @Sendable (Settings) -> String

  /// Every key, in the order they are written.
  static let all: [ConfigKey] = [
    ConfigKey(
      name: "columns", accepts: "a list of field names, at least one",
      read: { value, settings in
        guard let names = value.array, !names.isEmpty else { return false }
        let fields = names.map { $0.string.flatMap(Field.named) }
        guard fields.allSatisfy({ $0 != nil }) else { return false }
        settings.columns = []
        for case let field? in fields where !settings.columns.contains(field) {
          settings.columns.append(field)
        }
        return true
      },
      write: { "[" + $0.columns.map { quoted($0.id) }.joined(separator: ", ") + "]" }),
    ConfigKey(
      name: "sort", accepts: "a field name",
      read: { value, settings in
        guard let field = value.string.flatMap(Field.named) else { return false }
        settings.sort = field
        settings.isDescending = field.sortsDescending
        return true
      },
      write: { quoted($0.sort.id) }),
    flag("descending", \.isDescending),
    ConfigKey(
      name: "units", accepts: choices(Quantity.Unit.allCases.map(\.rawValue)),
      read: { value, settings in
        guard let unit = value.string.flatMap(Quantity.Unit.init) else { return false }
        settings.unit = unit
        return true
      },
      write: { quoted($0.unit.rawValue) }),
    ConfigKey(
      name: "theme", accepts: choices(Theme.all.map(\.name)),
      read: { value, settings in
        guard let theme = value.string.flatMap(Theme.named) else { return false }
        settings.theme = theme.name
        return true
      },
      write: { quoted($0.theme) }),
    ConfigKey(
      name: "interval", accepts: "seconds, 0.1 to 3600",
      read: { value, settings in
        guard let seconds = value.double ?? value.int.map(Double.init),
          (0...3600).contains(seconds),
          Settings.intervals.contains(Int((seconds * 1000).rounded()))
        else { return false }
        settings.interval = Int((seconds * 1000).rounded())
        return true
      },
      write: { String(Double($0.interval) / 1000) }),
    flag("kernel-threads", \.showsKernelThreads),
    flag("command-line", \.showsCommandLine),
    flag("tree", \.isTree),
    ConfigKey(
      name: "source", accepts: choices(["auto"] + ProcessSource.allCases.map(\.rawValue)),
      read: { value, settings in
        guard let word = value.string, word == "auto" || ProcessSource(rawValue: word) != nil else {
          return false
        }
        settings.source = ProcessSource(rawValue: word)
        return true
      },
      write: { quoted($0.source?.rawValue ?? "auto") }),
    flag("vim", \.vim),
    flag("protect", \.protects),
    ConfigKey(
      name: "log", accepts: "the absolute path of a file, or empty",
      read: { value, settings in
        guard let path = value.string, path.isEmpty || path.hasPrefix("/"),
          path == VisibleText.make(path)
        else { return false }
        settings.log = path
        return true
      },
      write: { escaped($0.log) }),
    ConfigKey(
      name: "thresholds", accepts: "a list of \"NAME=NUMBER\" (names: docs/diagnosis.md)",
      read: { value, settings in
        guard let entries = value.array else { return false }
        var thresholds = DiagnosisThresholds.standard
        for entry in entries {
          let parts = entry.string?.split(separator: "=", maxSplits: 1).map(String.init) ?? []
          guard parts.count == 2, let number = Double(parts[1]),
            thresholds.set(parts[0], to: number)
          else { return false }
        }
        settings.thresholds = thresholds
        return true
      },
      write: { settings in
        let changed = settings.thresholds.changed.sorted { $0.key < $1.key }
        return "[" + changed.map { quoted("\($0.key)=\($0.value)") }.joined(separator: ", ") + "]"
      }),
  ]

  private static func flag(
    _ name: String, _ setting: WritableKeyPath<Settings, Bool> & Sendable
  ) -> ConfigKey {
    ConfigKey(
      name: name, accepts: "true or false",
      read: { value, settings in
        guard let flag = value.bool else { return false }
        settings[keyPath: setting] = flag
        return true
      },
      write: { String($0[keyPath: setting]) })
  }

  private static func choices(_ names: [String]) -> String {
    "one of " + names.map(quoted).joined(separator: ", ")
  }

  private static func escaped(_ text: String) -> String {
    quoted(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))
  }

  /// The names that memtop writes hold nothing that TOML would have escaped.
  private static func quoted(_ name: String) -> String { "\"\(name)\"" }
}
