/// Tells kills that a text holds twice, as when two copies of a log are put together, with one prefix
/// or with two.
struct RecentKills {
  private static let limit = 4096

  private struct Key: Hashable {
    let pid: Int32
    let name: String
    let sizes: [UInt64?]
  }

  private var seen: [Key: [LogTime]] = [:]
  private var order: [Key] = []
  private var oldest = 0

  /// False for a kill of the same process and sizes as one before, where their times do not say
  /// that they are two.
  mutating func insert(_ kill: KernelKill) -> Bool {
    let victim = kill.victim
    let key = Key(
      pid: victim.pid, name: victim.name,
      sizes: [victim.totalVM, victim.rssAnon, victim.rssFile, victim.rssShmem])
    let times = seen[key] ?? []
    guard !times.contains(where: { $0.mayBe(kill.time) }) else { return false }
    seen[key] = times + [kill.time]
    if order.count < Self.limit {
      order.append(key)
    } else {
      let forgotten = order[oldest]
      seen[forgotten]?.removeFirst()
      if seen[forgotten]?.isEmpty == true { seen[forgotten] = nil }
      order[oldest] = key
      oldest = (oldest + 1) % Self.limit
    }
    return true
  }
}

extension LogTime {
  /// `dmesg -T` reckons its dates and can be off.
  private static let slack: UInt64 = 2

  /// Whether nothing says that the two are different times.
  fileprivate func mayBe(_ other: LogTime) -> Bool {
    if let uptime, let one = other.uptime { return uptime == one }
    if let calendar, let one = other.calendar, offset == other.offset {
      return calendar.subtractingReportingOverflow(one).partialValue.magnitude <= Self.slack
    }
    if let stamp, let one = other.stamp { return stamp == one }
    return true
  }
}
