/// The past at one resolution: so many stretches of one length, each with the mean and the worst of
/// every figure.
struct HistoryTier: Sendable {
  /// Stretches that are kept, with the one that goes on.
  static let capacity = 400

  private struct Stretch: Sendable {
    let start: UInt64
    var end: UInt64
    /// How often each figure was known.
    var counts = InlineArray<8, UInt16>(repeating: 0)
    /// Sums over the stretch.
    var sums = InlineArray<8, Double>(repeating: 0)
    var worst = InlineArray<8, Float>(repeating: 0)
  }

  /// Unit: nanoseconds.
  let length: UInt64
  private var done = Ring<Stretch>(capacity: capacity - 1)
  /// The stretch that goes on.
  private var open: Stretch?

  init(length: UInt64) { self.length = length }

  mutating func note(_ values: borrowing InlineArray<8, Double?>, at time: UInt64) {
    // A captured clock may stand still or go backwards: what follows is another stretch.
    if let open, time < open.start || (time - open.start) >= length {
      done.append(open)
      self.open = nil
    }
    // Stretches begin on whole numbers of their length, so that columns stand still on a chart.
    var now = open ?? Stretch(start: time - time % length, end: time)
    now.end = max(now.end, time)
    for figure in HostFigure.allCases {
      let place = figure.rawValue
      guard let value = values[place], now.counts[place] < .max else { continue }
      let small = Float(value)
      if now.counts[place] == 0
        || (figure.isScarce ? small < now.worst[place] : small > now.worst[place])
      {
        now.worst[place] = small
      }
      now.sums[place] += value
      now.counts[place] += 1
    }
    open = now
  }

  /// The newest columns, the oldest first.
  func columns(_ figure: HostFigure, _ count: Int) -> [HostColumn] {
    guard let open, count > 0 else { return [] }
    return (done.suffix(count - 1) + [open]).map { stretch in
      let times = stretch.counts[figure.rawValue]
      return HostColumn(
        time: stretch.start...max(stretch.start, stretch.end),
        mean: times > 0 ? stretch.sums[figure.rawValue] / Double(times) : nil,
        worst: times > 0 ? Double(stretch.worst[figure.rawValue]) : nil)
    }
  }
}
