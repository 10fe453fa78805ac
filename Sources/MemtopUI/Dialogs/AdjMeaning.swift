import MemtopCore

/// What a value of `oom_score_adj` does to the badness, in words.
enum AdjMeaning {
  /// - Parameter total: RAM and swap in bytes; nil where it is not known.
  static func text(_ plan: AdjPlan, total: UInt64?, unit: Quantity.Unit) -> String {
    switch plan {
    case .set(0): "0: only its size counts."
    case .set(-1000): "-1000: the kernel never kills it."
    case .set(let value):
      "\(signed(value)) counts like \(share(value, total, unit)) \(direction(value)) of memory."
    case .shift(0): "The values differ: nudge to shift them together, type to set them all."
    case .shift(let step):
      "\(signed(step)) counts like \(share(step, total, unit)) \(direction(step)) than now, for each."
    }
  }

  /// The kernel divides first: adj × (total / 1000).
  private static func share(_ adj: Int32, _ total: UInt64?, _ unit: Quantity.Unit) -> String {
    guard let total else {
      return Quantity.fixed(Double(adj.magnitude) / 10, 1) + " % of the total"
    }
    let (size, overflow) = (total / 1000).multipliedReportingOverflow(by: UInt64(adj.magnitude))
    return Quantity.bytes(overflow ? .max : size, unit: unit)
  }

  static func signed(_ value: Int32) -> String { value > 0 ? "+\(value)" : String(value) }

  private static func direction(_ value: Int32) -> String { value < 0 ? "less" : "more" }
}
