import ArgumentParser
import Glibc
import LinuxKernel
import MemtopCore
import MemtopUI

/// `memtop config`: what the config file says, whether it is right, and where it is.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show, check or find the config file.",
    discussion: """
      Without an option: --show. With --check the exit code is 1 where something in the file cannot \
      be used, and each such thing is one line on standard error.
      """)

  enum Action: String, EnumerableFlag {
    case show, check, defaults, path

    static func help(for value: Self) -> ArgumentHelp? {
      switch value {
      case .show: "Write every key with the value that is in force, and what it accepts."
      case .check: "Say what in the file cannot be used."
      case .defaults: "Write the file that memtop starts with where there is none."
      case .path: "Write where the file is looked for."
      }
    }
  }

  @ParentCommand var parent: Memtop
  @Flag(exclusivity: .exclusive) var action = Action.show

  func run() throws {
    let dashboard = parent.dashboard
    if let option = parent.system.firstGiven ?? parent.list.firstGiven
      ?? dashboard.firstGiven(besides: "--config")
    {
      throw CommandFailure("\(option) is not for config", .usage)
    }
    if action == .defaults {
      return try StandardOutput.write(ConfigText.write(.standard))
    }
    guard let path = dashboard.config ?? ConfigPath.standard() else {
      throw CommandFailure("config file: there is no home to look for it in", .noInput)
    }
    if action == .path { return try StandardOutput.write(Array((path + "\n").utf8)) }
    let text = try read(path, isNamed: dashboard.config != nil)
    for problem in text?.problems ?? [] {
      StandardOutput.complain(VisibleText.make("\(path): \(problem)"))
    }
    if action == .show {
      try StandardOutput.write(Array(Self.show(text).utf8))
    } else if text?.problems.isEmpty == false {
      throw ExitCode(1)
    }
  }

  private func read(_ path: String, isNamed: Bool) throws(CommandFailure) -> ConfigText? {
    do throws(KernelError) {
      let text = try ConfigStore(path: path).load()
      if text == nil, isNamed { throw KernelError(path: path, reason: .errno(ENOENT)) }
      return text
    } catch {
      throw CommandFailure("config file", error, .noInput)
    }
  }

  /// The form of the file itself, so that what is shown can be kept as one.
  private static func show(_ text: ConfigText?) -> String {
    let settings = text?.settings ?? .standard
    let origins = SettingOrigins(settings, file: text?.given ?? [])
    return Setting.all.map { setting in
      let origin = origins.origin(of: setting, in: settings).rawValue
      return "# \(origin); \(setting.accepts)\n\(setting.id) = \(setting.write(settings).toml)\n"
    }.joined(separator: "\n")
  }
}
