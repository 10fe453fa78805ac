import Glibc
import LinuxKernel
import MemtopCore
import MemtopUI

/// The settings to start with, and where changed ones go.
struct ConfigSource {
  private(set) var settings = Settings.standard
  /// Names of the settings that the file gives.
  private(set) var given: Set<String> = []
  /// Nil where nothing is to be saved.
  let file: ConfigStore?
  /// What is wrong with the file, for the status line.
  private(set) var notices: [String] = []

  /// Reads the config file that the command line names, or the user's own.
  ///
  /// Throws: when a file named by `--config` cannot be read. The user's own never keeps memtop from
  /// starting.
  init(_ arguments: DashboardArguments) throws(CommandFailure) {
    if arguments.noConfig {
      file = nil
      return
    }
    guard let path = arguments.config ?? ConfigPath.standard() else {
      file = nil
      return
    }
    let file = ConfigStore(path: path)
    self.file = file
    do throws(KernelError) {
      if let text = try file.load() {
        settings = text.settings
        given = text.given
        if !text.problems.isEmpty {
          notices = [VisibleText.make("\(path): " + text.problems.joined(separator: "; "))]
        }
      } else if arguments.config != nil {
        throw KernelError(path: path, reason: .errno(ENOENT))
      }
    } catch {
      let failure = CommandFailure("--config", error, .noInput)
      if arguments.config != nil { throw failure }
      notices = [VisibleText.make(CommandFailure("config file", error, .noInput).message)]
    }
  }

  /// The thresholds of the user's own config file; the standard ones where it cannot be read.
  static func thresholds() -> DiagnosisThresholds {
    guard let path = ConfigPath.standard(), let text = try? ConfigStore(path: path).load() else {
      return .standard
    }
    return text.settings.thresholds
  }
}
