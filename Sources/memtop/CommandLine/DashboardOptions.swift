import MemtopCore
import MemtopUI

/// What the command line and the config file say to the dashboard, all of it checked.
struct DashboardOptions {
  var settings: Settings
  var source: HostSource
  var filter: Filter
  /// Only this user's processes.
  var user: UInt32?
  /// Nil, or why nothing can be changed.
  var readOnlyReason: String?
  /// Draw with ASCII characters only, whatever the locale is.
  var usesASCII: Bool
  /// Where the setup is saved; nil with `--no-config`.
  var config: ConfigStore?
  /// To be said in the status line.
  var notices: [String]
}
