import MemtopCore

/// The terms of the badness: for the host and for each limited group on the process's path.
extension ScoreLines {
  /// One table where all scopes have room beside each other, else several, one below the other.
  var table: [DialogLine] {
    let withPages = isWide && fits(score.scopes[...], withPages: true)
    var lines: [DialogLine] = []
    var rest = score.scopes[...]
    while !rest.isEmpty {
      let count = (1...rest.count).last { fits(rest.prefix($0), withPages: withPages) } ?? 1
      if !lines.isEmpty { lines.append(DialogLine()) }
      lines += ColumnLines.make(rows(rest.prefix(count), withPages: withPages), context)
      rest = rest.dropFirst(count)
    }
    return lines
  }

  /// So much of a term's name tells it from the others.
  private static let tellingText = 12

  private func fits(_ scopes: ArraySlice<ScoredScope>, withPages: Bool) -> Bool {
    ColumnLines.fit(rows(scopes, withPages: withPages), tellingText: Self.tellingText, context)
  }

  private func rows(_ scopes: ArraySlice<ScoredScope>, withPages: Bool) -> [ColumnLines.Row] {
    func numbers(_ value: (ScoredScope) -> Int64) -> [String] {
      scopes.flatMap { scope -> [String] in
        let size = pages.size(value(scope))
        return withPages ? [size, String(value(scope))] : [size]
      }
    }
    let heading = ColumnLines.Row(
      text: "",
      numbers: scopes.flatMap { withPages ? [title($0), "pages"] : [title($0)] },
      role: .tableHeader)
    let rank = ColumnLines.Row(
      text: "rank",
      numbers: scopes.flatMap { scope -> [String] in
        let rank =
          scope.rank.map { "\($0) of \(score.view.count(scope.candidates))" }
          ?? context.glyphs.absent
        return withPages ? [rank, ""] : [rank]
      }, role: .accent)
    return [heading] + (hasManyScopes ? [rank] : [])
      + terms.map { name, value in ColumnLines.Row(text: name, numbers: numbers(value)) }
      + [
        ColumnLines.Row(text: "badness", numbers: numbers(\.terms.badness), isBold: true),
        ColumnLines.Row(text: "total", numbers: numbers(\.scope.totalPages), role: .dim),
      ]
  }

  private static let longestTitle = 14

  /// The only group needs no name, the ranks above name it; several are told apart by the ends of their
  /// paths.
  private func title(_ scope: ScoredScope) -> String {
    guard let group = scope.scope.group else { return "host" }
    guard score.scopes.count(where: { $0.scope.group != nil }) > 1 else { return "cgroup" }
    let name = group.split(separator: "/").last.map(String.init) ?? group
    return context.cutInFront(GroupName.short(name, context.glyphs), to: Self.longestTitle)
  }

  private var isWide: Bool { context.textWidth >= 54 }

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
