/// What shows that a line of a log is from the one that it says it is from.
///
/// It speaks of those who can only log. Whoever can write into a file can put anything there.
public enum LogProof: String, Sendable, Comparable {
  /// Nothing names the sender.
  case text
  /// A tag that any user can choose: `logger -t` writes it.
  case tag
  /// The journal's own fields name the program's unit or its user: a sender cannot choose them.
  case sender
  /// A record of the kernel: of `/dev/kmsg`, or of the journal.
  case kernel

  private var rank: Int {
    switch self {
    case .text: 0
    case .tag: 1
    case .sender: 2
    case .kernel: 3
    }
  }

  public static func < (one: LogProof, other: LogProof) -> Bool { one.rank < other.rank }

  /// Any user of the host could have written the line.
  public var isOpenToAll: Bool { self < .sender }
}
