import MemtopCore

/// The terms of the badness, in pages and as sizes: for the host and for the nearest limited group.
extension ScoreLines {
  /// More than two columns of sizes do not fit beside the names.
  private var shown: ArraySlice<ScoredScope> { score.scopes.prefix(2) }

  var table: [DialogLine] {
    let heading = ColumnLines.Row(
      text: "",
      numbers: shown.flatMap { scope -> [String] in
        let title = scope.scope.group == nil ? "host" : "cgroup"
        return isWide ? [title, "pages"] : [title]
      }, role: .tableHeader)
    let rows = terms.map { name, value in
      ColumnLines.Row(text: name, numbers: numbers(shown.map { value($0) }))
    }
    let sum = ColumnLines.Row(
      text: "badness", numbers: numbers(shown.map(\.terms.badness)), isBold: true)
    let total = ColumnLines.Row(
      text: "total", numbers: numbers(shown.map(\.scope.totalPages)), role: .dim)
    return ColumnLines.make([heading] + rows + [sum, total], context)
  }

  private var isWide: Bool { context.textWidth >= 54 }

  private func numbers(_ values: [Int64]) -> [String] {
    values.flatMap { isWide ? [pages.size($0), String($0)] : [pages.size($0)] }
  }

  /// Those that only some kernels have are named where they have them.
  private var terms: [(String, (ScoredScope) -> Int64)] {
    var terms: [(String, (ScoredScope) -> Int64)] = [
      ("anonymous", { $0.terms.anon }), ("file", { $0.terms.file }), ("shmem", { $0.terms.shmem }),
    ]
    if score.rules.resident == .stat { terms.append(("counter drift", { $0.terms.drift })) }
    terms += [
      ("swap", { $0.terms.swap }), ("page tables", { $0.terms.pageTables }),
      ("adj \(score.adj) × total / 1000", { $0.terms.adj }),
    ]
    if score.rules.rootDiscount != .none {
      terms.append(("discount for root", { $0.terms.rootDiscount }))
    }
    if score.rules.floorsAtOne { terms.append(("raised to 1", { $0.terms.floor })) }
    return terms
  }
}
