import MemtopCore
import MemtopUI

/// What the command line and the config file say to the dashboard, all of it checked.
struct DashboardOptions {
  var settings: Settings
  /// Where the settings come from.
  var origins: SettingOrigins
  var source: HostSource
  var filter: Filter
  /// Only this user's processes.
  var user: UInt32?
  /// The pane to begin with; nil for the first.
  var pane: String?
  /// Nil, or why nothing can be changed.
  var readOnlyReason: String?
  /// Draw with ASCII characters only, whatever the locale is.
  var usesASCII: Bool
  /// Where the setup is saved; nil with `--no-config`.
  var config: ConfigStore?
  /// The file that changes are logged in.
  var log: LogChoice?
  /// To be said in the status line.
  var notices: [String]
}

/// The file that changes are logged in, and who named it.
struct LogChoice {
  let path: String
  /// The command line: then memtop does not start without it.
  let isDemanded: Bool
}
