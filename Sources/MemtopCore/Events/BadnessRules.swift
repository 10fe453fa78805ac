import LinuxKernel

/// The formula by which kernels choose, applied to the rows of a report.
///
/// Source: mm/oom_kill.c `oom_badness()`, `select_bad_process()`.
struct BadnessRules {
  /// Nil: the newest.
  let version: KernelVersion?
  /// Unit: pages.
  let total: UInt64
  /// Unit: bytes.
  let pageSize: UInt64

  /// Before Linux 4.17 root's processes count three percent less.
  private var discountsRoot: Bool { version.map { $0 < KernelVersion(4, 17) } ?? false }
  /// Before Linux 5.9 no process has less than one point.
  private var hasFloor: Bool { version.map { $0 < KernelVersion(5, 9) } ?? false }
  /// Of equals Linux 5.3 and later take the last in the list, earlier ones the first.
  private var takesLast: Bool { version.map { $0 >= KernelVersion(5, 3) } ?? true }

  func order(_ rows: [TaskRow]) -> [PostMortem.Candidate] {
    let candidates = rows.enumerated().map { number, row in
      let pages = row.pageTablePages ?? (row.pageTableBytes ?? 0) / pageSize
      return (
        number,
        PostMortem.Candidate(row: row, pageTables: pages, badness: badness(row, pages))
      )
    }
    return candidates.sorted { one, other in
      let (first, second) = (one.1.badness ?? .min, other.1.badness ?? .min)
      if first != second { return first > second }
      return takesLast ? one.0 > other.0 : one.0 < other.0
    }.map(\.1)
  }

  /// Nil for a process that is never chosen.
  private func badness(_ row: TaskRow, _ pageTables: UInt64) -> Int64? {
    guard row.oomScoreAdj > -1000 else { return nil }
    // Numbers that only a forged log holds are cut: the sum below stays far from overflow.
    func pages(_ value: UInt64) -> Int64 { Int64(min(value, 1 << 55)) }
    var points = pages(row.rss) + pages(row.swap) + pages(pageTables)
    if discountsRoot, row.uid == 0 { points -= points * 3 / 100 }
    points += Int64(row.oomScoreAdj) * (pages(total) / 1000)
    return hasFloor ? max(1, points) : points
  }
}
