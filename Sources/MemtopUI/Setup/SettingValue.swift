/// A setting's value as it is written down.
public enum SettingValue: Sendable, Equatable {
  case flag(Bool)
  case number(Double)
  case word(String)
  case list([String])
}

/// Where the value of a setting comes from.
public enum SettingOrigin: String, Sendable {
  case standard = "default"
  case file = "from the file"
  case commandLine = "from the command line"
  case here = "changed here"
}

/// Where the values come from that memtop began with.
public struct SettingOrigins: Sendable {
  /// What it began with.
  private let start: Settings
  /// Names of settings that the file gives.
  private let file: Set<String>
  /// The same of the command line, which goes before the file.
  private let commandLine: Set<String>

  public init(_ start: Settings, file: Set<String> = [], commandLine: Set<String> = []) {
    self.start = start
    self.file = file
    self.commandLine = commandLine
  }

  public func origin(of setting: Setting, in settings: Settings) -> SettingOrigin {
    if setting.write(settings) != setting.write(start) { return .here }
    if commandLine.contains(setting.id) { return .commandLine }
    return file.contains(setting.id) ? .file : .standard
  }
}
