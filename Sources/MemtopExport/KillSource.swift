/// Where kills were read from.
public enum KillSource: String, Sendable {
  case file
  case journal
  /// `/dev/kmsg`.
  case kmsg

  var title: String {
    switch self {
    case .file: "a file"
    case .journal: "the journal"
    case .kmsg: "/dev/kmsg"
    }
  }
}
