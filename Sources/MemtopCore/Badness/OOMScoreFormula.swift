/// The kernel's `oom_score`, derived from badness.
///
/// Source: `fs/proc/base.c`, `proc_oom_score()`. The total is always the host's.
enum OOMScoreFormula {
  /// - Parameters:
  ///   - badness: in pages, with the host's total; nil for who is never killed.
  ///   - total: the host's memory and swap. Unit: pages.
  static func score(badness: Int64?, total: Int64, _ rules: KillRules) -> Int64? {
    guard let badness else { return 0 }
    guard total > 0 else { return nil }
    let (scaled, overflow) = badness.multipliedReportingOverflow(by: 1000)
    if overflow { return nil }
    // Both divisions cut towards zero, as C does.
    return rules.floorsAtOne ? scaled / total : (1000 + scaled / total) * 2 / 3
  }
}
