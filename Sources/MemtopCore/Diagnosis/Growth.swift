import LinuxKernel

/// Which process, or figure, grows, and whether it does so all the time.
enum Growth {
  struct Grower: Sendable {
    let id: ProcessID
    let name: String
    let group: String?
    let trend: Trend
    let size: Double
  }

  /// Windows over which growth is looked for. Unit: seconds.
  private static let windows = [300.0, 120, 60, 30]

  /// Processes whose memory and swap grew without a break for at least so long; the fastest first.
  static func growers(_ view: borrowing DiagnosisView, atLeast seconds: Double) -> [Grower] {
    guard let total = view.memory.total else { return [] }
    var found: [Grower] = []
    for (id, one) in view.history.growing {
      guard let last = one.points.last, let first = one.points.first,
        last.time - first.time >= seconds
      else { continue }
      for window in (windows + [seconds]).filter({ $0 >= seconds }) {
        let course = one.points.filter { last.time - $0.time <= window }
        guard let trend = Trend(course), trend.span >= seconds * 0.9, trend.slope > 0,
          trend.isSteady, trend.change >= Double(total.value) * 0.01,
          // What was larger before is a cycle, and what was as large too.
          !one.points.contains(where: {
            last.time - $0.time > window && $0.value >= first.value + trend.change
          }),
          !hasStopped(course)
        else { continue }
        found.append(
          Grower(id: id, name: one.name, group: one.group, trend: trend, size: last.value))
        break
      }
    }
    return found.sorted { $0.trend.slope > $1.trend.slope }
  }

  /// Whether what rose stands still for much longer than it ever did on its way: a warm-up ends so, and a
  /// leak that takes steps does not.
  private static func hasStopped(_ course: [Trend.Point]) -> Bool {
    guard let first = course.first, let last = course.last else { return false }
    let least = (last.value - first.value) / 200
    var top = first
    var longest = 0.0
    for point in course where point.value > top.value + least {
      longest = max(longest, point.time - top.time)
      top = point
    }
    return last.time - top.time > max(longest * 2, shortestStop)
  }

  /// Samples are not taken to the instant. Unit: seconds.
  private static let shortestStop = 2.5

  /// The names and rates of those that grow fastest lately.
  static func fastest(_ view: borrowing DiagnosisView, _ count: Int) -> [Subject] {
    growers(view, atLeast: 8).prefix(count).map {
      Subject(
        "\($0.name): \(Quantity.bytes(UInt64($0.size))), growing by \(Quantity.rate($0.trend.slope))",
        .process($0.id))
    }
  }

  /// The course of a figure of the host where it grows all the time, by so much of memory at least.
  static func steady(
    _ view: borrowing DiagnosisView, _ figure: KeyPath<DiagnosisHistory.Point, Double?>,
    least percent: Double
  ) -> Trend? {
    guard let total = view.memory.total else { return nil }
    for window in windows {
      if let trend = view.history.trend(figure, over: window), trend.span >= 25, trend.isSteady,
        trend.slope > 0, trend.change >= Double(total.value) * percent / 100
      {
        return trend
      }
    }
    return nil
  }
}
