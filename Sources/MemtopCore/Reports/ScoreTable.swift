/// The terms of the badness: for the host and for each limited group on the process's path.
extension ScoreSection {
  var table: DocumentTable {
    func cells(_ value: (ScoredScope) -> Int64) -> [DocumentTable.Cell] {
      score.scopes.flatMap { [.pages(value($0)), .value(.number(value($0)))] }
    }
    let rank = DocumentTable.Row(
      "rank", score.scopes.flatMap { [.value(place(of: $0)), .empty] }, .accent)
    let rows =
      (hasManyScopes ? [rank] : [])
      + terms.map { name, value in DocumentTable.Row(name, cells(value)) } + [
        DocumentTable.Row("badness", cells(\.terms.badness), isBold: true),
        DocumentTable.Row("total", cells(\.scope.totalPages), .quiet),
      ]
    return DocumentTable(
      "term", score.scopes.flatMap { [.init(title($0)), .init("pages", isSpare: true)] }, rows,
      overflow: .continued, pageSize: pages.pageSize)
  }

  private func place(of scope: ScoredScope) -> FieldValue {
    scope.rank.map { .text("\($0) of \(score.view.count(scope.candidates))") } ?? .absent
  }

  /// The only group needs no name, the ranks above name it; several are told apart by the ends of their
  /// paths.
  private func title(_ scope: ScoredScope) -> String {
    guard let group = scope.scope.group else { return "host" }
    guard score.scopes.count(where: { $0.scope.group != nil }) > 1 else { return "cgroup" }
    return GroupName.short(group.split(separator: "/").last.map(String.init) ?? group)
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
