/// The course of one figure that is watched for a leak by itself: a line of the kernel's, a cache, a
/// group.
struct LeakCourse: Sendable {
  /// The least that it was. Unit: pages.
  private var least: UInt32
  /// When it last was. Unit: seconds.
  private var since: Double
  /// None, or one from when it grows: of a hundred figures few ever do, and half a kilobyte is kept for each
  /// that does.
  private var series: [LeakSeries] = []
  /// Nil while it does not leak.
  private(set) var trend: LeakTrend?

  init(_ bytes: UInt64, at time: Double) {
    least = LeakSeries.pages(bytes)
    since = time
  }

  /// - Parameter time: Unit: seconds since the watch began.
  mutating func note(
    _ bytes: UInt64, at time: Double, _ judgement: LeakJudgement, _ slopes: inout [Double]
  ) {
    let pages = LeakSeries.pages(bytes)
    guard pages > least else {
      least = pages
      since = time
      series = []
      trend = nil
      return
    }
    let rise = max(Double(LeakWatch.leastRise), judgement.total / Double(LeakWatch.leastShare))
    if series.isEmpty {
      guard Double(pages - least) * LeakSeries.page >= rise else { return }
      series = [LeakSeries()]
      series[0].note(least, at: since)
    }
    if series[0].note(pages, at: time) { trend = judgement.trend(series[0], &slopes) }
  }
}
