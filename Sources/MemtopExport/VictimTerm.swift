import MemtopCore

/// The terms of badness by name, in the order they are written.
enum VictimTerm {
  /// Those that only old kernels have are named where the rules have them.
  static func named(_ terms: KillTerms, _ rules: KillRules) -> [(String, Int64)] {
    var named = [
      ("anon", terms.anon), ("file", terms.file), ("shmem", terms.shmem), ("drift", terms.drift),
      ("swap", terms.swap), ("pageTables", terms.pageTables), ("adj", terms.adj),
    ]
    if rules.rootDiscount != .none { named.append(("rootDiscount", terms.rootDiscount)) }
    if rules.floorsAtOne { named.append(("floor", terms.floor)) }
    return named
  }
}
