import LinuxKernel

/// Whether the host is short of memory, in one word and one sentence of evidence.
///
/// A first, simple rule over three things: the share of memory that is available, swap traffic that
/// lasts, and the time tasks are stalled (PSI).
public struct HostState: Sendable, Equatable {
  public enum Level: Int, Sendable, Comparable {
    /// Not enough could be read to say.
    case unknown, healthy, strained, critical

    public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }

    /// The word on the screen.
    public var word: String {
      switch self {
      case .unknown: "UNKNOWN"
      case .healthy: "HEALTHY"
      case .strained: "STRAINED"
      case .critical: "CRITICAL"
      }
    }
  }

  public let level: Level
  /// The numbers, in a sentence.
  public let figures: String
  /// What many take for a trouble and is none; nil where nothing looks like one.
  public let note: String?

  public var evidence: String { note.map { figures + " " + $0 } ?? figures }

  /// Samples over which swap traffic must last to count.
  static let lasting = 10
  /// Unit: bytes a second, averaged over `lasting` samples.
  static let busySwap = 1_048_576.0

  public init(_ model: borrowing Model) {
    guard let info = model.sample.memInfo.value, let total = info[.memTotal], total > 0 else {
      level = .unknown
      note = nil
      figures = "/proc/meminfo " + Self.whyUnknown(model.sample.memInfo, model.facts)
      return
    }
    // In a container the lines may come from different places and disagree.
    if let contradiction = MemoryBreakdown.contradiction(info) {
      level = .unknown
      note = nil
      figures = "/proc/meminfo contradicts itself: \(contradiction)."
      return
    }
    let available = info[.memAvailable]
    let share = available.map { Double($0) * 100 / Double(total) }
    let traffic = Self.lastingTraffic(model.history.rates)
    let stalls = model.sample.pressure.value
    let level = Self.level(share: share, traffic: traffic, stalls: stalls)
    self.level = level
    var facts: [String] = []
    if let available, let share {
      facts.append("\(Quantity.bytes(available)) available (\(Quantity.percent(share)))")
    } else {
      facts.append(
        model.facts.isLive
          ? "this kernel does not say what is available"
          : "the capture does not say what is available (MemAvailable)")
    }
    if let traffic, traffic.read + traffic.written >= Self.busySwap {
      facts.append(
        "swap in \(Quantity.rate(traffic.read)), out \(Quantity.rate(traffic.written)) and lasting"
      )
    }
    if let stalls, stalls.some.avg10 >= 1 {
      facts.append("tasks stalled \(Quantity.fixed(stalls.some.avg10, 1)) % of the last 10 s")
    }
    figures = facts.joined(separator: ", ") + "."
    note = level == .healthy ? Self.cacheNote(info, total: total) : nil
  }

  private static func level(
    share: Double?, traffic: (read: Double, written: Double)?, stalls: MemoryPressure?
  ) -> Level {
    var level = Level.unknown
    if let share { level = share < 3 ? .critical : share < 10 ? .strained : .healthy }
    if let traffic, traffic.read >= busySwap, traffic.written >= busySwap {
      level = max(level, .strained)
    }
    if let stalls {
      if stalls.some.avg10 >= 10 { level = max(level, .strained) }
      if (stalls.full?.avg10 ?? 0) >= 10 { level = max(level, .critical) }
      if let share, share < 10, stalls.some.avg10 >= 10 { level = .critical }
    }
    return level
  }

  /// The mean of the last samples' swap traffic, once there are enough of them.
  private static func lastingTraffic(_ rates: Ring<HostRates>) -> (read: Double, written: Double)? {
    var sum = (read: 0.0, written: 0.0)
    for age in 0..<lasting {
      guard let rate = rates.ago(age), let swapIn = rate.swapIn, let swapOut = rate.swapOut else {
        return nil
      }
      sum.read += swapIn
      sum.written += swapOut
    }
    return (sum.read / Double(lasting), sum.written / Double(lasting))
  }

  /// Low `free` beside much cache is what most people take for a shortage.
  private static func cacheNote(_ info: MemInfo, total: UInt64) -> String? {
    guard let free = info[.memFree], free < total / 10, let parts = MemoryBreakdown(info),
      parts.isTold(.cache)
    else { return nil }
    return "\"free\" is low because \(Quantity.bytes(parts.reclaimable)) of cache is at work; "
      + "it is given back on demand."
  }

  private static func whyUnknown(
    _ reading: Reading<MemInfo>, _ facts: HostFacts
  ) -> String {
    switch reading {
    case .denied: "may not be read."
    case .absent: AbsentFile.reason(facts) + "."
    case .failed(let code): "could not be read: \(ErrnoText.describe(code))."
    case .malformed, .value: "does not tell MemTotal."
    }
  }
}
