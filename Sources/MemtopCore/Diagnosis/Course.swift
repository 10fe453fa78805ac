import LinuxKernel

/// A number whose past is remembered, so that it can be drawn.
public enum Course: Sendable, Hashable {
  /// By the samples.
  case host(HostFigure)
  /// Anonymous memory and swap of a process, by the judgements.
  case process(ProcessID)
  /// What a cgroup uses, by its path and the judgements.
  case group(String)
  /// How many processes there are, by the judgements.
  case processCount

  /// The unit of its values: `bytes`, `%`, `/s`, `bytes/s`, or empty for a count.
  public var unit: String {
    switch self {
    case .host(let figure): figure.unit
    case .process, .group: "bytes"
    case .processCount: ""
    }
  }
}

extension DiagnosisHistory {
  /// The past of a number that judgements remember; empty for one that samples do.
  func points(_ course: Course) -> [Trend.Point] {
    switch course {
    case .host: []
    case .process(let process): growing[process]?.points ?? []
    case .group(let path):
      (groups[path] ?? []).map { Trend.Point($0.time, Double($0.current)) }
    case .processCount:
      points.suffix(points.count).compactMap { point in
        point.processCount.map { Trend.Point(point.time, $0) }
      }
    }
  }

  /// The newest columns of a chart, the oldest first: the largest value of each stretch of time. Where
  /// nothing was judged in one, what was before holds.
  ///
  /// - Parameter seconds: how long a column is.
  public func columns(_ course: Course, per seconds: Double, _ count: Int) -> [Double?] {
    let points = points(course)
    guard let now = points.last, seconds > 0, count > 0 else { return [] }
    let last = (now.time / seconds).rounded(.down)
    var columns = [Double?](repeating: nil, count: count)
    var next = 0
    var before: Double?
    for point in points {
      let place = (point.time / seconds).rounded(.down) - last + Double(count) - 1
      if place >= 0, place < Double(count) {
        while next < Int(place) {
          columns[next] = columns[next] ?? before
          next += 1
        }
        columns[next] = max(columns[next] ?? point.value, point.value)
      }
      before = point.value
    }
    return columns
  }
}

extension History {
  /// The same of a number that samples remember: the worst of each stretch.
  public func values(
    _ figure: HostFigure, per resolution: Resolution, _ count: Int
  ) -> [Double?] {
    columns(figure, per: resolution, count).map(\.worst)
  }
}

extension HostFigure {
  /// `bytes`, `%`, `/s` or `bytes/s`.
  public var unit: String {
    switch self {
    case .available, .free, .swapUsed, .demand, .anon, .shmem, .sUnreclaim, .pageTables, .committed,
      .writeback:
      "bytes"
    case .swapIn, .swapOut: "bytes/s"
    case .pressureSome, .pressureFull: "%"
    case .refaults, .majorFaults: "/s"
    }
  }
}
