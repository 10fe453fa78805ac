/// The past at one resolution: so many stretches of one length, each with the mean and the worst of
/// every figure.
struct HistoryTier: Sendable {
  /// A value of every figure, by its number.
  typealias Values = InlineArray<16, Double?>

  /// Stretches that are kept, with the one that goes on.
  static let capacity = 400

  /// One that is over. A mean that is not a number was not known.
  private struct Stretch: Sendable {
    let start: UInt64
    let end: UInt64
    var means = InlineArray<16, Float>(repeating: .nan)
    let worst: InlineArray<16, Float>
  }

  /// The one that goes on.
  private struct OpenStretch: Sendable {
    let start: UInt64
    var end: UInt64
    /// How often each figure was known.
    var counts = InlineArray<16, UInt16>(repeating: 0)
    var sums = InlineArray<16, Double>(repeating: 0)
    var worst = InlineArray<16, Float>(repeating: 0)

    var whole: Stretch {
      var whole = Stretch(start: start, end: end, worst: worst)
      for place in counts.indices where counts[place] > 0 {
        whole.means[place] = Float(sums[place] / Double(counts[place]))
      }
      return whole
    }
  }

  /// Unit: nanoseconds.
  let length: UInt64
  private var done = Ring<Stretch>(capacity: capacity - 1)
  private var open: OpenStretch?

  init(length: UInt64) { self.length = length }

  mutating func note(_ values: borrowing Values, at time: UInt64) {
    // A captured clock may stand still or go backwards: what follows is another stretch.
    if let open, time < open.start || (time - open.start) >= length {
      done.append(open.whole)
      self.open = nil
    }
    // Stretches begin on whole numbers of their length, so that columns stand still on a chart.
    var now = open ?? OpenStretch(start: time - time % length, end: time)
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

  /// How many there are, with the one that goes on.
  var count: Int { open == nil ? 0 : done.count + 1 }

  /// The one that is so many older than the newest; nil where none is kept.
  private func stretch(_ age: Int) -> Stretch? { age == 0 ? open?.whole : done.ago(age - 1) }

  /// The newest columns but for the first so many, the oldest first.
  func columns(_ figure: HostFigure, _ wanted: Int, before age: Int) -> [HostColumn] {
    let oldest = min(count - 1, age + wanted - 1)
    guard age >= 0, oldest >= age else { return [] }
    return stride(from: oldest, through: age, by: -1).compactMap { age in
      stretch(age).map { stretch in
        let mean = stretch.means[figure.rawValue]
        return HostColumn(
          time: stretch.start...max(stretch.start, stretch.end),
          mean: mean.isNaN ? nil : Double(mean),
          worst: mean.isNaN ? nil : Double(stretch.worst[figure.rawValue]))
      }
    }
  }

  /// How many are newer than the one that holds a time, or the first one behind it.
  func age(of time: UInt64) -> Int {
    (0..<count).last { (stretch($0)?.end ?? 0) >= time } ?? 0
  }
}
