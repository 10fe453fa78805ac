import LinuxKernel

/// One signal that was sent here and that the kernel took.
public struct SentSignal: Sendable, Equatable {
  /// Unit: nanoseconds after 1970-01-01 UTC.
  public let at: Int64
  public let process: ProcessID
  /// Already made visible.
  public let name: String
  public let signal: SignalChoice

  /// Nil where nothing was sent.
  public init?(_ outcome: SignalOutcome) {
    guard outcome.result == .sent else { return nil }
    at = outcome.at
    process = outcome.process
    name = outcome.name
    signal = outcome.signal
  }
}

/// One thing that was done to a process here.
public enum ActRecord: Sendable, Equatable {
  case adj(AdjChange)
  case signal(SentSignal)

  /// Unit: nanoseconds after 1970-01-01 UTC.
  public var at: Int64 {
    switch self {
    case .adj(let change): change.at
    case .signal(let sent): sent.at
    }
  }

  public var process: ProcessID {
    switch self {
    case .adj(let change): change.process
    case .signal(let sent): sent.process
    }
  }

  /// Already made visible.
  public var name: String {
    switch self {
    case .adj(let change): change.name
    case .signal(let sent): sent.name
    }
  }

  /// `adj 0 → -500`, `undone: adj -500 → 0` or `SIGTERM sent`.
  public func text(arrow: String) -> String {
    switch self {
    case .adj(let change):
      (change.isUndo ? "undone: " : "")
        + "adj \(change.old.map(String.init) ?? "?") \(arrow) \(change.new)"
    case .signal(let sent): sent.signal.name + " sent"
    }
  }
}

/// What was done since the start, the oldest first.
public struct ActHistory: Sendable, Equatable {
  /// Older ones are forgotten beyond these.
  public static let limit = 1000

  public private(set) var records: [ActRecord] = []
  /// Records that were forgotten.
  public private(set) var forgotten = 0

  public init() {}

  public mutating func take(_ new: [ActRecord]) {
    records += new
    let excess = max(0, records.count - Self.limit)
    records.removeFirst(excess)
    forgotten += excess
  }
}
