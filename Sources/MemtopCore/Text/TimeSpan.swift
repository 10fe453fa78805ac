/// A span of time in the words of the verdict.
public enum TimeSpan {
  /// `45 s`, `12 min`, `5 h`, `3 days`.
  ///
  /// - Parameter seconds: Unit: seconds.
  public static func text(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "years" }
    return switch seconds {
    case ..<120: "\(Int(max(0, seconds))) s"
    case ..<7200: "\(Int(seconds / 60)) min"
    case ..<172_800: "\(Int(seconds / 3600)) h"
    default: "\(Int(seconds / 86_400)) days"
    }
  }
}
