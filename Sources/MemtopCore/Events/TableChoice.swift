/// The kernel's choice among the rows of a report's table, by the same rules as the prediction's.
///
/// A table tells who is root and not who may administer the system; before 4.17 the kernel spares the latter.
struct TableChoice {
  let rules: KillRules
  /// Unit: pages.
  let total: UInt64
  /// Unit: bytes.
  let pageSize: UInt64

  /// In the order in which the kernel would take them; who is never taken comes last.
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
      return rules.tie == .youngest ? one.0 > other.0 : one.0 < other.0
    }.map(\.1)
  }

  /// Nil for a process that is never chosen.
  private func badness(_ row: TaskRow, _ pageTables: UInt64) -> Int64? {
    guard row.oomScoreAdj > -1000 else { return nil }
    var terms = KillTerms()
    terms.anon = KillTerms.pages(row.rss)
    terms.swap = KillTerms.pages(row.swap)
    terms.pageTables = KillTerms.pages(pageTables)
    return terms.completed(
      adj: Int32(row.oomScoreAdj), total: Int64(clamping: total), administers: row.uid == 0, rules
    ).badness
  }
}
