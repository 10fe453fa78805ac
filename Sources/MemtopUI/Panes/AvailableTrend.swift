/// Which way available memory went over the samples that are shown.
struct AvailableTrend: Equatable {
  enum Direction: String {
    case steady, falling, rising
  }

  let direction: Direction
  /// Newest less oldest. Unit: bytes.
  let change: Int64

  /// A change below this share of all memory is no trend.
  private static let noise: UInt64 = 50

  /// Nil before there are two values.
  init?(_ values: [UInt64?], total: UInt64) {
    let known = values.compactMap { $0 }
    guard known.count > 1, let oldest = known.first, let newest = known.last else { return nil }
    let size = newest > oldest ? newest - oldest : oldest - newest
    let change = Int64(clamping: size)
    self.change = newest < oldest ? -change : change
    direction = size <= total / Self.noise ? .steady : newest < oldest ? .falling : .rising
  }

  /// The longest word's width.
  static let width = 7
}
