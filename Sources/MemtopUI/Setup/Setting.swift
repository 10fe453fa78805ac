import MemtopCore

/// One thing that the user can choose, declared once: the config file's key, the setup's line and the option
/// of the command line come from it.
public struct Setting: Sendable {
  /// What the config file calls it.
  public let id: String
  /// Said of a value that cannot be used.
  public let accepts: String
  /// The option of the command line that sets it; nil where there is none.
  public let option: String?
  /// Takes the value over; false when it is not acceptable.
  public let read: @Sendable (SettingValue, inout Settings) -> Bool
  public let write: @Sendable (Settings) -> SettingValue
  /// Its line in the setup; nil where it has none.
  let line: Line?

  /// A line of the setup.
  struct Line: Sendable {
    let section: String
    let title: String
    /// Said below the list while the cursor is on it.
    let help: @Sendable (Settings) -> String
    let text: @Sendable (Settings) -> String
    /// Goes one step on (1) or back (-1).
    let change: @Sendable (inout Settings, Int) -> Void
  }

  init(
    _ id: String, accepts: String, option: String? = nil, line: Line? = nil,
    read: @escaping @Sendable (SettingValue, inout Settings) -> Bool,
    write: @escaping @Sendable (Settings) -> SettingValue
  ) {
    self.id = id
    self.accepts = accepts
    self.option = option
    self.line = line
    self.read = read
    self.write = write
  }

  /// Those that the setup has a line for, in its order.
  static let lines: [(setting: Setting, line: Line)] = all.compactMap { setting in
    setting.line.map { (setting, $0) }
  }

  public static func named(_ id: String) -> Setting? { all.first { $0.id == id } }
}

/// The kinds of settings.
extension Setting {
  /// Yes or no.
  static func flag(
    _ id: String, _ path: WritableKeyPath<Settings, Bool> & Sendable, option: String? = nil,
    _ title: String? = nil, help: String = ""
  ) -> Setting {
    Setting(
      id, accepts: "true or false", option: option,
      line: title.map { title in
        Line(
          section: "Processes", title: title, help: { _ in help },
          text: { $0[keyPath: path] ? "yes" : "no" },
          change: { settings, _ in settings[keyPath: path].toggle() })
      },
      read: { value, settings in
        guard case .flag(let flag) = value else { return false }
        settings[keyPath: path] = flag
        return true
      },
      write: { .flag($0[keyPath: path]) })
  }

  /// One of some names.
  static func choice(
    _ id: String, _ path: WritableKeyPath<Settings, String> & Sendable, of names: [String],
    option: String? = nil, _ title: String? = nil, in section: String = "Display",
    text: @escaping @Sendable (String) -> String = { $0 },
    help: @escaping @Sendable (Settings) -> String = { _ in "" }
  ) -> Setting {
    Setting(
      id, accepts: "one of " + names.map { "\"\($0)\"" }.joined(separator: ", "), option: option,
      line: title.map { title in
        Line(
          section: section, title: title, help: help, text: { text($0[keyPath: path]) },
          change: { settings, step in
            settings[keyPath: path] = next(settings[keyPath: path], in: names, step)
          })
      },
      read: { value, settings in
        guard case .word(let word) = value, names.contains(word) else { return false }
        settings[keyPath: path] = word
        return true
      },
      write: { .word($0[keyPath: path]) })
  }

  /// A text that is tried where it is read.
  static func text(
    _ id: String, _ path: WritableKeyPath<Settings, String> & Sendable, accepts: String,
    option: String? = nil, isValid: @escaping @Sendable (String) -> Bool
  ) -> Setting {
    Setting(
      id, accepts: accepts, option: option,
      read: { value, settings in
        guard case .word(let word) = value, isValid(word), word == VisibleText.make(word) else {
          return false
        }
        settings[keyPath: path] = word
        return true
      },
      write: { .word($0[keyPath: path]) })
  }

  /// The name before or after, round at the ends; the first where the present one is not listed.
  private static func next(_ name: String, in all: [String], _ step: Int) -> String {
    guard let at = all.firstIndex(of: name) else { return all.first ?? name }
    return all[(at + step + all.count) % all.count]
  }
}
