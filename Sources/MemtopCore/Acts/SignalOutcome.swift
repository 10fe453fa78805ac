import LinuxKernel

/// What came of sending a signal to one process.
public struct SignalOutcome: Sendable, Equatable {
  public enum Result: Sendable, Equatable {
    /// The kernel took it; what the process makes of it is the process's affair.
    case sent
    /// With this errno.
    case refused(Int32)
    /// The process that was meant is no more; nothing was sent.
    case gone
  }

  public let process: ProcessID
  /// Already made visible.
  public let name: String
  public let signal: SignalChoice
  public let result: Result
  /// When it was tried. Unit: nanoseconds after 1970-01-01 UTC.
  public let at: Int64

  public init(
    process: ProcessID, name: String, signal: SignalChoice, result: Result, at: Int64 = 0
  ) {
    self.at = at
    self.process = process
    self.name = name
    self.signal = signal
    self.result = result
  }

  /// `4121 postgres: SIGTERM sent`, or what happened instead.
  public var line: String {
    let head = "\(process.pid) \(name): "
    switch result {
    case .sent: return head + "\(signal.name) sent"
    case .refused(let code): return head + "\(signal.name) refused: \(ErrnoText.describe(code))"
    case .gone: return head + "gone, nothing was sent"
    }
  }
}
