import LinuxKernel

/// When something is gone, if it goes on as it did.
public struct Forecast: Sendable, Equatable {
  /// What runs out.
  public enum Kind: Sendable, Equatable {
    case memory, memoryAndSwap, commitLimit
    /// What a group may still take, by the path that `/proc/PID/cgroup` gives it.
    case group(String)
  }

  public let kind: Kind
  /// Unit: seconds.
  public let seconds: Double
  /// The same for the slopes between which the middle half lies. Unit: seconds.
  public let band: ClosedRange<Double>
  /// Unit: bytes a second, less than 0.
  public let slope: Double
  /// Over how long the slope was measured. Unit: seconds.
  public let span: Double

  /// `memory`, `memory and swap`, `commit limit` or `limit of /shop`.
  public var what: String {
    switch kind {
    case .memory: "memory"
    case .memoryAndSwap: "memory and swap"
    case .commitLimit: "commit limit"
    case .group(let path): "limit of " + VisibleText.make(path)
    }
  }

  /// It is the host that runs out, and not a limit inside it.
  public var isOfHost: Bool { kind == .memory || kind == .memoryAndSwap }

  /// Windows over which a slope is measured; the longest that is straight counts. Unit: seconds.
  static let windows = [900.0, 600, 300, 180, 120, 90, 60, 45, 30, 20, 12, 8]
  /// A fall by less than this share of the whole is none.
  static let leastFall = 0.01
  /// What is further away is not foretold. Unit: seconds.
  static let horizon = 86_400.0

  /// When memory, and swap where there is some, is gone, by what a model remembers.
  static func memory(_ history: History, _ info: MemInfo?) -> Forecast? {
    guard let total = info?[.memTotal], total > 0, let left = history.swapFree.ago(0) else {
      return nil
    }
    let count = history.times.count
    var course: [Trend.Point] = []
    course.reserveCapacity(count)
    for age in stride(from: count - 1, through: 0, by: -1) {
      guard let time = history.times.ago(age), let available = history.available.ago(age) ?? nil,
        let swap = history.swapFree.ago(age)
      else { continue }
      course.append(Trend.Point(Double(time) / 1e9, Double(available) + Double(swap)))
    }
    return Forecast(left > 0 ? .memoryAndSwap : .memory, course, whole: Double(total))
  }

  /// Nil where the course is no straight fall, or its end is more than a day away.
  ///
  /// - Parameters:
  ///   - course: what is left, the newest last.
  ///   - whole: what is left is a part of. Unit: bytes.
  init?(_ kind: Kind, _ course: [Trend.Point], whole: Double) {
    guard let now = course.last, now.value > 0 else { return nil }
    var fallback: Trend?
    var best: Trend?
    for window in Self.windows {
      guard let first = course.firstIndex(where: { now.time - $0.time <= window + 0.5 }),
        // A window that holds no more than the next shorter one is that.
        now.time - course[first].time >= min(window * 0.7, 8) - 0.5,
        course[first].value - now.value >= whole * Self.leastFall,
        Self.isNew(course, before: first),
        let trend = Trend(course[first...]), trend.isSteady, trend.slope < 0, trend.span >= 6.5
      else { continue }
      fallback = fallback ?? trend
      // Where it lately goes much faster or slower, a shorter window tells more.
      guard trend.lately / trend.slope < 1.18, trend.lately / trend.slope > 0.8 else { continue }
      best = trend
      break
    }
    guard let trend = best ?? fallback else { return nil }
    let seconds = now.value / -trend.slope
    guard seconds < Self.horizon else { return nil }
    let fast = min(trend.band.lowerBound, trend.slope)
    let slow = min(trend.band.upperBound, trend.slope * 0.5)
    self.kind = kind
    self.seconds = seconds
    band = (now.value / -fast)...(now.value / -slow)
    slope = trend.slope
    span = trend.span
  }

  /// What comes back again and again is a cycle: only a fall clearly below all that was before counts.
  private static func isNew(_ course: [Trend.Point], before first: Int) -> Bool {
    guard first > 0, let now = course.last else { return true }
    var lowest = course[0].value
    var recovery = 0.0
    for point in course[..<first] {
      lowest = min(lowest, point.value)
      recovery = max(recovery, point.value - lowest)
    }
    return lowest - now.value > max(recovery * 0.25, abs(now.value) * 0.02)
  }
}
