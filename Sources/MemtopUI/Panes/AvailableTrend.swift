/// Which way available memory went over the samples that are shown.
struct AvailableTrend: Equatable {
  /// Newest less oldest. Unit: bytes.
  let change: Int64
  /// Between the two. Unit: nanoseconds.
  let span: UInt64
  /// The change is too small to mean something.
  let isSteady: Bool
  /// At this pace nothing is available before long.
  let isPressing: Bool
  /// Memory and swap are gone in so long, where they fall straight on. Unit: seconds.
  let gone: Double?

  /// A change below this share of all memory is no trend.
  private static let noise: UInt64 = 50
  /// Unit: nanoseconds.
  private static let long = 600e9

  /// Nil before there are two values.
  ///
  /// - Parameters:
  ///   - samples: the oldest first, with when each was taken. Unit: nanoseconds.
  ///   - gone: what `Forecast` tells. Unit: seconds.
  init?(
    _ samples: [(at: UInt64, available: UInt64?)], total: UInt64, gone: Double? = nil
  ) {
    let known = samples.compactMap { sample in sample.available.map { (sample.at, $0) } }
    guard known.count > 1, let oldest = known.first, let newest = known.last,
      newest.0 > oldest.0
    else { return nil }
    span = newest.0 - oldest.0
    let size = newest.1 > oldest.1 ? newest.1 - oldest.1 : oldest.1 - newest.1
    let isFalling = newest.1 < oldest.1
    change = isFalling ? -Int64(clamping: size) : Int64(clamping: size)
    isSteady = size <= total / Self.noise
    self.gone = gone
    isPressing =
      gone.map { $0 * 1e9 < Self.long }
      ?? (isFalling && !isSteady
        && Double(newest.1) / Double(size) * Double(span) < Self.long)
  }

  /// `-1.2G in 58s`, or `gone in 12m` where it falls straight on; with the change as the screen writes sizes.
  func text(_ change: String) -> String {
    if let gone { return "gone in " + Self.text(UInt64(gone * 1e9)) }
    return (isSteady ? "steady for " : change + " in ") + Self.text(span)
  }

  /// The widest text's width. Unit: cells.
  static func width(figure: Int) -> Int { max(11, figure + 1 + 4) + 3 }

  private static func text(_ span: UInt64) -> String {
    let seconds = (span + 500_000_000) / 1_000_000_000
    return switch seconds {
    case ..<100: "\(seconds)s"
    case ..<6000: "\(seconds / 60)m"
    case ..<360_000: "\(seconds / 3600)h"
    default: "\(min(99, seconds / 86400))d"
    }
  }
}
