import LinuxKernel

/// Forecasts by what the diagnosis remembers.
extension Forecast {
  /// Whether nearly all that falls is taken by a group whose own limit is met before: the fall ends there.
  func ends(at limits: [Forecast]) -> Bool {
    limits.contains { limit in
      guard case .group = limit.kind else { return false }
      return limit.seconds < seconds && limit.slope <= slope * 0.7
    }
  }

  /// When memory, and swap where there is some, is gone.
  static func memory(_ history: DiagnosisHistory, _ memory: HostMemory) -> Forecast? {
    guard memory.available != nil, !memory.isUpperBound, let total = memory.total else {
      return nil
    }
    let course = history.points.suffix(history.points.count).compactMap { point in
      point.available.map { Trend.Point(point.time, $0 + (point.swapFree ?? 0)) }
    }
    return Forecast(
      memory.usableSwap > 0 ? .memoryAndSwap : .memory, course, whole: Double(total.value))
  }

  /// When the limits of commitments and of groups are met, the nearest first.
  static func limits(_ history: DiagnosisHistory, _ facts: DiagnosisFacts) -> [Forecast] {
    var found: [Forecast] = []
    if facts.sysctls?.overcommitMemory == 2, let limit = facts.memInfo?[.commitLimit] {
      let course = history.points.suffix(history.points.count).compactMap { point in
        point.commitLeft.map { Trend.Point(point.time, $0) }
      }
      if let one = Forecast(.commitLimit, course, whole: Double(limit)) { found.append(one) }
    }
    for (path, points) in history.groups {
      guard let limit = points.last?.limit, limit > 0 else { continue }
      let course = points.map { point in
        Trend.Point(point.time, Double(limit) - Double(point.unreclaimable))
      }
      if let one = Forecast(.group(path), course, whole: Double(limit)) { found.append(one) }
    }
    return found.sorted { ($0.seconds, $0.what) < ($1.seconds, $1.what) }
  }
}
