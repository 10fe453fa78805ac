/// How a number changed over a span of time, by a slope that single jumps do not move (Theil–Sen).
public struct Trend: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    /// Unit: seconds.
    public let time: Double
    public let value: Double

    public init(_ time: Double, _ value: Double) {
      self.time = time
      self.value = value
    }
  }

  /// Median of the slopes between all pairs. Unit: a second.
  public let slope: Double
  /// Slopes between which the middle half lies.
  public let band: ClosedRange<Double>
  /// Share of pairs that rise, less the share that fall: 1 rises always, -1 falls always.
  public let direction: Double
  /// Slope of the last third of the span.
  let lately: Double
  /// Unit: seconds.
  public let span: Double
  /// The last value less the first.
  public let change: Double
  /// The largest step back against the slope.
  let setback: Double

  /// More points than these are thinned: the pairs are their square.
  static let most = 60

  /// Nil for fewer than five points.
  public init?(_ all: some RandomAccessCollection<Point>) {
    let step = max(1, (all.count + Self.most - 1) / Self.most)
    // The newest point always counts.
    var points: [Point] = []
    for (offset, point) in all.reversed().enumerated() where offset % step == 0 {
      points.append(point)
    }
    points.reverse()
    guard points.count >= 5, let first = points.first, let last = points.last,
      last.time > first.time
    else { return nil }
    let pairs = Self.slopes(points)
    guard !pairs.isEmpty else { return nil }
    slope = pairs[pairs.count / 2]
    band = pairs[pairs.count / 4]...pairs[pairs.count * 3 / 4]
    let rising = pairs.count { $0 > 0 }
    let falling = pairs.count { $0 < 0 }
    direction = Double(rising - falling) / Double(pairs.count)
    span = last.time - first.time
    change = last.value - first.value
    let third = points.suffix(max(3, points.count / 3))
    let late = Self.slopes(Array(third))
    lately = late.isEmpty ? slope : late[late.count / 2]
    var back = 0.0
    let sign = slope < 0 ? -1.0 : 1.0
    var best = first.value * sign
    for point in points {
      best = max(best, point.value * sign)
      back = max(back, best - point.value * sign)
    }
    setback = back
  }

  private static func slopes(_ points: [Point]) -> [Double] {
    var slopes: [Double] = []
    slopes.reserveCapacity(points.count * (points.count - 1) / 2)
    for (index, early) in points.enumerated() {
      for late in points[(index + 1)...] where late.time > early.time {
        slopes.append((late.value - early.value) / (late.time - early.time))
      }
    }
    slopes.sort()
    return slopes
  }

  /// It goes one way all the time, and does so still: no cycle, no plateau.
  public var isSteady: Bool {
    abs(direction) >= 0.85 && lately * slope > 0 && abs(lately) >= abs(slope) * 0.5
      && setback <= abs(change) * 0.15
  }
}
