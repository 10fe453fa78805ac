import LinuxKernel

/// What the prompt is set to do to the value of one or several processes.
public enum AdjPlan: Sendable, Equatable {
  /// Every row gets this value.
  case set(Int32)
  /// Every row's value moves by so much.
  case shift(Int32)

  /// The steps that keys nudge a value by.
  public static let smallStep: Int32 = 10
  public static let largeStep: Int32 = 100

  /// A process as the prompt found it.
  public struct Row: Sendable, Equatable {
    public let process: ProcessID
    /// Already made visible.
    public let name: String
    /// Nil where it could not be read.
    public let adj: Int32?

    public init(process: ProcessID, name: String, adj: Int32?) {
      self.process = process
      self.name = name
      self.adj = adj
    }
  }

  /// How the prompt begins: with the value the rows have in common, else as a shift by nothing.
  public static func initial(for rows: [Row]) -> AdjPlan {
    guard let first = rows.first?.adj, rows.allSatisfy({ $0.adj == first }) else {
      return .shift(0)
    }
    return .set(first)
  }

  /// The value a row would get, kept within −1000…1000; nil where a shift has no value to start from.
  public func value(for old: Int32?) -> Int32? {
    switch self {
    case .set(let value): Self.clamped(Int64(value))
    case .shift(let step): old.map { Self.clamped(Int64($0) + Int64(step)) }
    }
  }

  /// The plan after one more step up or down. It goes no further than changes something.
  public func nudged(by step: Int32) -> AdjPlan {
    switch self {
    case .set(let value): .set(Self.clamped(Int64(value) + Int64(step)))
    case .shift(let shift): .shift(Int32(min(2000, max(-2000, Int64(shift) + Int64(step)))))
    }
  }

  /// The edits this makes of the rows; a row whose value is unknown is left out of a shift.
  public func edits(for rows: [Row]) -> [AdjEdit] {
    rows.compactMap { row in
      value(for: row.adj).map {
        AdjEdit(process: row.process, name: row.name, old: row.adj, new: $0)
      }
    }
  }

  private static func clamped(_ value: Int64) -> Int32 {
    let range = OOMScoreAdj.range
    return Int32(min(Int64(range.upperBound), max(Int64(range.lowerBound), value)))
  }
}
