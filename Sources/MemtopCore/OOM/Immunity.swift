/// Why the killer never chooses a process.
public enum Immunity: UInt8, Sendable, CaseIterable {
  case initProcess, kernelThread, noMemory, adj, passedOver, vforkChild, unreadable

  /// A word for JSON and CSV.
  public var word: String {
    switch self {
    case .initProcess: "init"
    case .kernelThread: "kernelThread"
    case .noMemory: "noMemory"
    case .adj: "adj"
    case .passedOver: "perhapsReapedOrVfork"
    case .vforkChild: "perhapsVfork"
    case .unreadable: "unreadable"
    }
  }

  /// How many are spared for this reason, for people.
  public func text(count: Int) -> String { count == 1 ? text : "\(text) (\(count))" }

  /// A few words for people; "perhaps" where `/proc` cannot prove it.
  public var text: String {
    switch self {
    case .initProcess: "pid 1 of the host"
    case .kernelThread: "kernel thread"
    case .noMemory: "no memory left: it is ending or a zombie"
    case .adj: "oom_score_adj is -1000"
    case .passedOver: "its oom_score is 0: perhaps already reaped, or a vfork child"
    case .vforkChild: "perhaps a vfork child in its parent's memory"
    case .unreadable: "its files could not be read: memtop cannot tell"
    }
  }
}
