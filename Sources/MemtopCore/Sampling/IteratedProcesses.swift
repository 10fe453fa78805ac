import LinuxKernel

/// The processes that the kernel's own list tells, all in one go. What that list does not hold is
/// read from `/proc`, as for a listed process.
struct IteratedProcesses: ~Copyable {
  private var records: TaskRecords
  private var reader: ProcessReader
  private var groups: CgroupPaths
  private var scores: DerivedScores
  private let pageSize: UInt64
  private let ownPID: Int32
  /// Whether the sizes of the last run hold what each processor keeps to itself.
  private(set) var isExact = true

  init(_ iterator: TaskIterator, _ root: KernelRoot, _ facts: HostFacts) {
    records = TaskRecords(iterator)
    reader = ProcessReader(root)
    groups = CgroupPaths(root)
    scores = DerivedScores(root, facts)
    pageSize = root.pageSize
    ownPID = root.ownPID
  }

  /// Fills an empty table; `previous` lends the facts that seldom change.
  ///
  /// - Parameters:
  ///   - round: counts samples, so that each process has its turn to be read in full.
  ///   - total: the host's memory and swap. Unit: pages.
  ///
  /// Throws: when the kernel gives no list.
  mutating func fill(
    _ table: inout ProcessTable, after previous: borrowing ProcessTable, plan: SamplingPlan,
    round: Int32, total: Int64?
  ) throws(KernelError) {
    try records.begin()
    scores.begin(total: total)
    groups.forget(round: round)
    isExact = true
    table.rows.reserveCapacity(previous.rows.count)
    var earlier = 0
    var last: Int32 = 0
    while let record = try records.next() {
      // A first thread that another replaced (`execve`) can come twice.
      guard record.pid > last else { continue }
      if last == 0, record.pid > 1 { addInit(to: &table, from: previous, plan, round) }
      last = record.pid
      if record.hasMemory, !record.isExact { isExact = false }
      if last == ownPID { scores.prove(by: record) }
      while earlier < previous.rows.count, previous.rows[earlier].pid < last { earlier += 1 }
      let isKnown = earlier < previous.rows.count && previous.rows[earlier].pid == last
      add(
        record, to: &table, from: previous, at: isKnown ? earlier : nil, plan: plan, round: round)
    }
    if !scores.isProven { readScores(of: &table, plan) }
  }

  /// The kernel's own files, in place of scores that are not proven.
  private mutating func readScores(of table: inout ProcessTable, _ plan: SamplingPlan) {
    for row in table.rows.indices {
      table.rows[row].forgetScore()
      if plan.all.contains(.oomScore) { reader.complete(row, of: &table, files: .oomScore) }
    }
  }

  /// Some hosts hide their first process from programs in the kernel; `/proc` shows it still.
  private mutating func addInit(
    to table: inout ProcessTable, from previous: borrowing ProcessTable, _ plan: SamplingPlan,
    _ round: Int32
  ) {
    reader.add(
      1, to: &table, from: previous, at: previous.rows.first?.pid == 1 ? 0 : nil, plan: plan,
      isRound: (1 ^ round) & 63 == 0)
  }

  private mutating func add(
    _ record: TaskRecord, to table: inout ProcessTable, from previous: borrowing ProcessTable,
    at earlier: Int?, plan: SamplingPlan, round: Int32
  ) {
    var row = ProcessSample(pid: record.pid)
    row.take(record, pageSize: pageSize, score: scores.score(record))
    var old: ProcessSample?
    if let earlier, previous.rows[earlier].id == row.id {
      old = previous.rows[earlier]
      row.carry(previous.rows[earlier])
    }
    if let path = groups.path(of: record.cgroup, in: &table, of: row.pid, round: round) {
      row.cgroupRange = path
      row.noteUnderstood(.cgroup)
      reader.correctCgroup(of: &row, in: &table)
    } else if let old, row.known.contains(.cgroup) {
      row.cgroupRange = table.keep(old.cgroupRange, of: previous)
    }
    if record.isKernelThread {
      // Workers' names are made up when they are asked for; the list has only the first part.
      if let old { row.commRange = table.keep(old.commRange, of: previous) }
    } else {
      row.commRange = record.withComm { table.keep($0, 0..<$0.count) }
      row.noteUnderstood(.comm)
    }
    if let old, row.known.contains(.cmdline) {
      row.cmdlineRange = table.keep(old.cmdlineRange, of: previous)
    }
    let isTurn = old == nil || (row.pid ^ round) & 63 == 0
    var missing = plan.all.union(isTurn ? plan.kept : plan.kept.subtracting(row.tried))
    if record.isKernelThread, isTurn { missing.insert(.comm) }
    missing.subtract(row.read)
    if !missing.isEmpty { reader.fill(&row, missing, of: &table) }
    table.rows.append(row)
  }
}
