import LinuxKernel

/// One change of `oom_score_adj` that is asked for.
public struct AdjEdit: Sendable, Equatable {
  public let process: ProcessID
  /// The process's name, already made visible.
  public let name: String
  /// The value when the edit was made; nil where it could not be read.
  public let old: Int32?
  public let new: Int32

  public init(process: ProcessID, name: String, old: Int32?, new: Int32) {
    self.process = process
    self.name = name
    self.old = old
    self.new = new
  }

  /// Whether the value stays what it is.
  public var isUnchanged: Bool { old == new }

  /// `4121 postgres: 0 → -500`.
  public var line: String { "\(process.pid) \(name): \(old.map(String.init) ?? "?") → \(new)" }
}
