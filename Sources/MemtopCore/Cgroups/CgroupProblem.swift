/// Why nothing is done to a group or a process, in one line.
public struct CgroupProblem: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// What was asked for cannot be meant.
    case meaning
    /// There is no such group or process.
    case missing
    /// The kernel, or memtop, does not let it be done.
    case refused
  }

  public let kind: Kind
  public let message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
