import LinuxKernel

/// What came of one change of `oom_score_adj`.
public struct AdjOutcome: Sendable, Equatable {
  public enum Result: Sendable, Equatable {
    /// Written, and read back the same.
    case done
    /// The kernel, or the file's owner and mode, did not let it be written.
    case refused(Refusal)
    /// The process that was meant is no more; nothing was written.
    case gone
    /// It had the value already; nothing was written.
    case unchanged
    /// Written, but something else was found afterwards; nil where it could not be read.
    case readBackDiffers(Int32?)
  }

  /// Where the change was stopped, and with which errno.
  public enum Refusal: Sendable, Equatable {
    case notOpened(Int32)
    case notTaken(Int32)
  }

  public let process: ProcessID
  /// Already made visible.
  public let name: String
  /// The value right before the write; nil where it could not be read.
  public let before: Int32?
  public let requested: Int32
  public let result: Result
  /// When it was tried. Unit: nanoseconds after 1970-01-01 UTC.
  public let at: Int64

  public init(edit: AdjEdit, before: Int32?, result: Result, at: Int64 = 0) {
    process = edit.process
    name = edit.name
    self.before = before
    requested = edit.new
    self.result = result
    self.at = at
  }

  /// The outcome of a write that the kernel answered with an error.
  public init(edit: AdjEdit, before: Int32?, error: OOMScoreAdjWriteError) {
    let result: Result =
      switch error {
      case .gone: .gone
      case .notOpened(let code): .refused(.notOpened(code))
      case .notTaken(let code): .refused(.notTaken(code))
      }
    self.init(edit: edit, before: before, result: result)
  }

  public var isDone: Bool { result == .done }

  var isRefused: Bool { if case .refused = result { true } else { false } }

  /// What was asked for, from the value that was found.
  var edit: AdjEdit { AdjEdit(process: process, name: name, old: before, new: requested) }

  /// What puts back the value that was there; nil where nothing was done, or that is not known.
  var reversed: AdjEdit? {
    guard isDone, let before else { return nil }
    return AdjEdit(process: process, name: name, old: requested, new: before)
  }

  /// The value that was read afterwards; nil where it is not known.
  public var found: Int32? {
    switch result {
    case .done, .unchanged: requested
    case .readBackDiffers(let found): found
    case .refused: before
    case .gone: nil
    }
  }

  /// `4121 postgres: 0 → -500 done`, or what happened instead.
  public var line: String {
    let change = "\(process.pid) \(name): \(before.map(String.init) ?? "?") → \(requested)"
    switch result {
    case .done: return change + " done"
    case .refused(let refusal): return change + " refused: " + reason(refusal)
    case .gone: return "\(process.pid) \(name): gone, nothing was changed"
    case .unchanged: return "\(process.pid) \(name): is \(requested) already"
    case .readBackDiffers(let found?): return change + " written, but it reads \(found) now"
    case .readBackDiffers(nil): return change + " written, but it cannot be read back"
    }
  }

  /// `3 done, 1 refused, 1 gone`: the outcomes of several rows in one line.
  public static func summary(_ outcomes: [AdjOutcome]) -> String {
    let counts = kinds.compactMap { kind in
      let count = outcomes.count { kind.holds($0.result) }
      return count > 0 ? "\(count) \(kind.word)" : nil
    }
    return counts.joined(separator: ", ")
  }

  private static let kinds: [(word: String, holds: @Sendable (Result) -> Bool)] = [
    ("done", { $0 == .done }),
    ("refused", { if case .refused = $0 { true } else { false } }),
    ("gone", { $0 == .gone }),
    ("unchanged", { $0 == .unchanged }),
    ("changed by somebody else", { if case .readBackDiffers = $0 { true } else { false } }),
  ]

  private func reason(_ refusal: Refusal) -> String {
    switch refusal {
    case .notOpened(let code):
      let hint = Self.isDenial(code) ? ": the process is another user's" : ""
      return ErrnoText.describe(code) + hint
    case .notTaken(let code):
      let hint =
        Self.isDenial(code)
        ? ": below the floor, needs CAP_SYS_RESOURCE; others can be raised instead" : ""
      return ErrnoText.describe(code) + hint
    }
  }

  /// EPERM or EACCES.
  private static func isDenial(_ code: Int32) -> Bool { code == 1 || code == 13 }
}
