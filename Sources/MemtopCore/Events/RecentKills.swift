/// Tells kills that a text holds twice, as when two copies of a log are put together.
struct RecentKills {
  private static let limit = 4096

  private var seen: Set<Int> = []
  private var order: [Int] = []
  private var oldest = 0

  /// False for a kill with the same time, process and sizes as one before.
  mutating func insert(_ kill: KernelKill) -> Bool {
    let victim = kill.victim
    var hasher = Hasher()
    hasher.combine(victim.time?.uptime ?? .max)
    if victim.time?.uptime == nil { hasher.combine(victim.time?.calendar) }
    hasher.combine(victim.pid)
    hasher.combine(victim.name)
    hasher.combine(victim.totalVM)
    hasher.combine(victim.rssAnon)
    hasher.combine(victim.rssFile)
    hasher.combine(victim.rssShmem)
    let key = hasher.finalize()
    guard seen.insert(key).inserted else { return false }
    if order.count < Self.limit {
      order.append(key)
    } else {
      seen.remove(order[oldest])
      order[oldest] = key
      oldest = (oldest + 1) % Self.limit
    }
    return true
  }
}
