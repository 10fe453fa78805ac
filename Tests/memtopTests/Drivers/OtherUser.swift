import Glibc
import Synchronization

/// A user that nobody else on the host is: programs run at the same time see and touch what a user owns,
/// so two tests never share one.
struct OtherUser {
  let id: uid_t

  private static let count = Atomic<uid_t>(0)

  /// The number is far above what a host gives out, and another for each run of the tests.
  init() {
    let number = Self.count.add(1, ordering: .relaxed).newValue
    id = 1_000_000_000 + uid_t(getpid()) % 1_000_000 * 1000 + number
  }

  /// Runs the rest of a command as this user, without rights.
  var command: [String] {
    ["setpriv", "--reuid", "\(id)", "--regid", "\(id)", "--clear-groups", "--no-new-privs"]
  }

  /// The same with the way to the program, which may lie in root's home; it opens no process.
  var commandWithTheWay: [String] {
    command + ["--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"]
  }
}
