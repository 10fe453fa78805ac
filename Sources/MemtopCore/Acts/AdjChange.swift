import LinuxKernel

/// One change of `oom_score_adj` that was made here.
public struct AdjChange: Sendable, Equatable {
  /// When the kernel took it. Unit: nanoseconds after 1970-01-01 UTC.
  public let at: Int64
  public let process: ProcessID
  /// Already made visible.
  public let name: String
  /// Nil where it could not be read before the write.
  public let old: Int32?
  public let new: Int32
  /// What was read right after the write; nil where it could not be read.
  public let found: Int32?
  /// It put back what an earlier change had changed.
  public let isUndo: Bool

  /// Nil where nothing was written.
  public init?(_ outcome: AdjOutcome, isUndo: Bool) {
    switch outcome.result {
    case .done: found = outcome.requested
    case .readBackDiffers(let value): found = value
    case .refused, .gone, .unchanged: return nil
    }
    at = outcome.at
    process = outcome.process
    name = outcome.name
    old = outcome.before
    new = outcome.requested
    self.isUndo = isUndo
  }
}

/// Who makes the changes: the user that memtop runs as.
public struct ChangeAuthor: Sendable, Equatable {
  public let user: UInt32
  /// Already made visible; nil where the user has no name.
  public let name: String?
  /// Who called sudo, as sudo tells it; already made visible.
  public let sudoUser: String?

  public init(user: UInt32, name: String?, sudoUser: String?) {
    self.user = user
    self.name = name.map { VisibleText.make($0) }
    self.sudoUser = sudoUser.map { VisibleText.make($0) }
  }

  /// `root, sudo by alice`.
  ///
  /// - Parameter known: the user's name, where it was learned elsewhere.
  public func text(_ known: String?) -> String {
    (name ?? known.map { VisibleText.make($0) } ?? "uid \(user)")
      + (sudoUser.map { ", sudo by \($0)" } ?? "")
  }
}
