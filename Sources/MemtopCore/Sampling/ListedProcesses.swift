import LinuxKernel

/// The processes that `/proc` lists, each read through its own files.
struct ListedProcesses: ~Copyable {
  private var listing: ProcessListing
  private var reader: ProcessReader

  init(_ root: KernelRoot) {
    listing = ProcessListing(root)
    reader = ProcessReader(root)
  }

  /// Fills an empty table; `previous` lends the facts that seldom change.
  ///
  /// - Parameter round: counts samples, so that each process has its turn to be read in full.
  ///
  /// Throws: when `/proc` cannot be listed.
  mutating func fill(
    _ table: inout ProcessTable, after previous: borrowing ProcessTable, plan: SamplingPlan,
    round: Int32
  ) throws(KernelError) {
    try listing.list()
    let pids = listing.pids
    table.rows.reserveCapacity(pids.count)
    reader.begin(plan)
    let leakTurns = LeakTurns(plan, count: pids.count, round: round)
    var earlier = 0
    for pid in pids {
      while earlier < previous.rows.count, previous.rows[earlier].pid < pid { earlier += 1 }
      let isKnown = earlier < previous.rows.count && previous.rows[earlier].pid == pid
      let isSized =
        leakTurns?.holds(pid, isGrowing: isKnown && previous.rows[earlier].isGrowing) ?? false
      reader.add(
        pid, to: &table, from: previous, at: isKnown ? earlier : nil, plan: plan,
        isRound: (pid ^ round) & 63 == 0, isSized: isSized)
    }
    reader.end()
  }

  /// Reads what a row lacks of `files`.
  mutating func complete(_ row: Int, of table: inout ProcessTable, files: ProcessFileSet) {
    reader.complete(row, of: &table, files: files)
  }
}
