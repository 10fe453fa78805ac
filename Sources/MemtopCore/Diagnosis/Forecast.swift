/// When what is available and free swap are gone, if it goes on as it did.
public struct Forecast: Sendable, Equatable {
  /// What runs out: `memory`, `memory and swap`, `commit limit`, or a group.
  public let what: String
  /// Unit: seconds.
  public let seconds: Double
  /// The same for the slopes between which the middle half lies. Unit: seconds.
  public let band: ClosedRange<Double>
  /// Unit: bytes a second, less than 0.
  public let slope: Double
  /// Over how long the slope was measured. Unit: seconds.
  public let span: Double

  /// Windows over which a slope is measured; the longest that is steady counts. Unit: seconds.
  static let windows = [300.0, 120, 60, 30, 12]

  /// Nil where the trend is not significant, or the end is more than a day away.
  static func memory(_ history: DiagnosisHistory, _ memory: HostMemory) -> Forecast? {
    guard let available = memory.available, !memory.isUpperBound, let total = memory.total,
      history.span >= 8
    else { return nil }
    let usesSwap = memory.usableSwap > 0
    let room = Double(available.value) + Double(memory.usableSwap)
    for window in windows where window <= history.span * 1.5 {
      guard let now = history.points.ago(0) else { return nil }
      let course = history.points.suffix(history.points.count).compactMap { point in
        point.available.map { Trend.Point(point.time, $0 + (point.swapFree ?? 0)) }
      }
      guard
        let trend = Trend(course.filter { now.time - $0.time <= window }), trend.isSteady,
        trend.slope < 0, -trend.change >= Double(total.value) * 0.01, trend.span >= 8
      else { continue }
      // A course that was as low before, and came back, is a cycle.
      let earlier = course.filter { now.time - $0.time > trend.span }
      if let lowest = earlier.map(\.value).min(), lowest <= room * 1.02 { return nil }
      let seconds = room / -trend.slope
      guard seconds < 86_400 else { return nil }
      let fast = min(trend.band.lowerBound, trend.slope)
      let slow = min(trend.band.upperBound, trend.slope * 0.5)
      return Forecast(
        what: usesSwap ? "memory and swap" : "memory", seconds: seconds,
        band: (room / -fast)...(room / -slow), slope: trend.slope, span: trend.span)
    }
    return nil
  }
}
