/// Growth that goes on and on: how fast, how steadily, since when, and until when it can.
public struct LeakTrend: Sendable, Equatable {
  /// Unit: bytes a second.
  public let rate: Double
  /// Of all pairs of points, the share that rise less the share that fall: 1 never falls.
  let steadiness: Double
  /// For how long it has gone on. Unit: seconds.
  public let span: Double
  /// What was added in that time. Unit: bytes.
  public let growth: Double
  /// How long until nothing is left for it, at this rate; nil where that is not known. Unit: seconds.
  public let end: Double?

  /// Unit: bytes an hour.
  var hourly: Int64 { Int64(exactly: (rate * 3600).rounded()) ?? .max }
}

/// What a leak is told by. The numbers were tried on thousands of made-up series.
struct LeakJudgement {
  /// All memory. Unit: bytes.
  let total: Double
  /// Available memory and usable swap; nil where that is not told. Unit: bytes.
  let room: Double?

  /// Growth by less than this share of memory is none.
  static let leastGrowth = 0.003
  /// A leak that matters today takes this share of memory in an hour.
  static let fast = 0.0095
  /// It must have gone on for so long, or, where the end is near, for half of what is left, though
  /// never for less than `shortest`: a saw, a warm-up and a batch rise as straight for a while.
  /// Unit: seconds.
  static let longEnough = 1620.0
  static let shortest = 300.0
  /// A slower one is told from the rise of a day only after so long. Unit: seconds.
  static let slowSpan = 57_600.0
  /// Fewer points say nothing.
  static let leastPoints = 8

  /// The longest stretch up to now over which a series leaks; nil where there is none.
  ///
  /// - Parameter slopes: storage that is used again.
  func trend(_ series: borrowing LeakSeries, _ slopes: inout [Double]) -> LeakTrend? {
    let count = series.count
    guard count >= Self.leastPoints, total > 0 else { return nil }
    let last = series[count - 1]
    for first in 0...(count - Self.leastPoints) {
      let growth = (Double(last.least) - Double(series[first].least)) * LeakSeries.page
      let span = Double(last.time - series[first].time) / 10
      guard growth >= total * Self.leastGrowth, span >= needed(growth / span),
        isStraight(series, first), surpasses(series, first)
      else { continue }
      let (rate, steadiness) = slope(series, first, &slopes)
      guard steadiness >= 0.7, rate > 0 else { continue }
      return LeakTrend(
        rate: rate, steadiness: steadiness, span: span, growth: growth,
        end: room.map { $0 / rate })
    }
    return nil
  }

  /// How long growth of a rate must have gone on. Unit: seconds.
  private func needed(_ rate: Double) -> Double {
    guard rate * 3600 >= total * Self.fast else { return Self.slowSpan }
    return min(Self.longEnough, max(Self.shortest, (room ?? total) / rate / 2))
  }

  /// Every third adds its share, the last one too, in more than a few steps, and nothing of weight is
  /// given back: no plateau, no jump, no warm-up, no saw.
  private func isStraight(_ series: borrowing LeakSeries, _ first: Int) -> Bool {
    let count = series.count
    let start = Double(series[first].time)
    let span = Double(series[count - 1].time) - start
    let base = Double(series[first].least)
    let growth = Double(series[count - 1].least) - base
    var marks = (base, base)
    var (top, before) = (base, base)
    var setback = 0.0
    var rises = 0
    for place in first..<count {
      let value = Double(series[place].least)
      let at = Double(series[place].time) - start
      if at <= span / 3 { marks.0 = value }
      if at <= span * 2 / 3 { marks.1 = value }
      if value - before >= growth * 0.02 { rises += 1 }
      before = value
      top = max(top, value)
      setback = max(setback, top - value)
    }
    let gains = (marks.0 - base, marks.1 - marks.0, base + growth - marks.1)
    let share = growth / 3
    return rises >= 5 && setback <= growth * 0.15
      && gains.0 >= share * 0.5 && gains.1 >= share * 0.5 && gains.2 >= share * 0.6
      && gains.2 >= gains.0 * 0.65 && gains.0 >= gains.2 * 0.4
  }

  /// It reaches beyond what it held at any time before: what does not is a cycle.
  private func surpasses(_ series: borrowing LeakSeries, _ first: Int) -> Bool {
    let last = series.count - 1
    let start = Double(series[first].time)
    let late = start + (Double(series[last].time) - start) * 2 / 3
    let growth = Double(series[last].least) - Double(series[first].least)
    var tops = (early: 0.0, late: 0.0)
    for place in 0...last {
      let most = Double(series[place].most)
      if Double(series[place].time) <= late {
        tops.early = max(tops.early, most)
      } else {
        tops.late = max(tops.late, most)
      }
    }
    return tops.late - tops.early >= growth * 0.15
  }

  /// The median of the slopes between all pairs, in bytes a second, and how steadily they rise.
  private func slope(
    _ series: borrowing LeakSeries, _ first: Int, _ slopes: inout [Double]
  ) -> (rate: Double, steadiness: Double) {
    slopes.removeAll(keepingCapacity: true)
    var balance = 0
    for late in first..<series.count {
      for early in first..<late {
        let time = (Double(series[late].time) - Double(series[early].time)) / 10
        guard time > 0 else { continue }
        let change = Double(series[late].least) - Double(series[early].least)
        balance += change > 0 ? 1 : change < 0 ? -1 : 0
        slopes.append(change * LeakSeries.page / time)
      }
    }
    guard !slopes.isEmpty else { return (0, 0) }
    slopes.sort()
    return (slopes[slopes.count / 2], Double(balance) / Double(slopes.count))
  }
}
