import LinuxKernel

/// Reads single processes into a table; decides what a missing, refused or broken file means.
struct ProcessReader: ~Copyable {
  private var files: ProcessFiles
  private let root: KernelRoot
  /// For what a process's own files do not tell; used by very few.
  private var aside = ReadBuffer(capacity: 1 << 12)
  private let pageSize: UInt64
  private let isLive: Bool
  /// Nil before the first sample, which keeps nothing open.
  private var limit: KeptDescriptorLimit?
  /// The cgroup of the row read last, which the next row often shares.
  private var lastCgroup = TextRange()

  init(_ root: KernelRoot) {
    files = ProcessFiles(root)
    self.root = root
    pageSize = root.pageSize
    isLive = root.isLive
  }

  /// Begins a sample, whose processes are added in ascending order of their pids.
  mutating func begin(_ plan: SamplingPlan) {
    files.begin(keeping: plan.all, within: limit ?? .nothing)
  }

  mutating func end() {
    files.end()
    if limit == nil { limit = .own(root) }
  }

  /// Appends a process to `table`, unless it is gone.
  ///
  /// - Parameters:
  ///   - isRound: it is this process's turn to have its seldom-changing facts read again.
  ///   - isSized: it is its turn to have its sizes read for the leak watch.
  mutating func add(
    _ pid: Int32, to table: inout ProcessTable, from previous: borrowing ProcessTable,
    at earlier: Int?, plan: SamplingPlan, isRound: Bool, isSized: Bool = false
  ) {
    if table.rows.isEmpty { lastCgroup = TextRange() }
    files.turn(to: pid, isKnown: earlier != nil)
    let wasTaken = append(
      pid, to: &table, from: previous, at: earlier, plan: plan, isRound: isRound, isSized: isSized)
    if wasTaken { return }
    // What was kept is of a process that is gone; its pid may be another's by now.
    guard files.letGo() else { return }
    _ = append(
      pid, to: &table, from: previous, at: nil, plan: plan, isRound: isRound, isSized: isSized)
  }

  /// False when the process is gone, or is not the one that files are kept of.
  private mutating func append(
    _ pid: Int32, to table: inout ProcessTable, from previous: borrowing ProcessTable,
    at earlier: Int?, plan: SamplingPlan, isRound: Bool, isSized: Bool
  ) -> Bool {
    var row = earlier.map { ProcessSample.carrying(previous.rows[$0]) } ?? ProcessSample(pid: pid)
    var wanted = plan.all
    if earlier == nil {
      wanted.formUnion(plan.kept.union(.stat))
    } else if isRound {
      wanted.formUnion(plan.kept.union(.stat))
    } else {
      wanted.formUnion(plan.kept.subtracting(row.tried))
    }
    if isSized { wanted.insert(.status) }
    guard read(wanted, into: &row, of: &table) else { return false }
    if let earlier {
      if previous.rows[earlier].id == row.id {
        carryText(from: previous, at: earlier, into: &row, of: &table)
      } else if files.hasKept {
        return false
      } else {
        // Another process under the same pid: what is remembered of the first does not hold.
        row.growthSlot = -1
        let fresh = plan.kept.subtracting(row.read)
        row.forgetUnread()
        guard read(fresh, into: &row, of: &table) else { return false }
      }
    }
    table.rows.append(row)
    return true
  }

  /// Reads what a row lacks of `wanted`.
  mutating func complete(
    _ index: Int, of table: inout ProcessTable, files wanted: ProcessFileSet
  ) {
    var row = table.rows[index]
    let missing = wanted.subtracting(row.read)
    guard !missing.isEmpty else { return }
    files.select(row.pid)
    lastCgroup = row.cgroupRange
    _ = read(missing, into: &row, of: &table)
    if row.id != table.rows[index].id, table.rows[index].startTime != nil {
      // Another process under the same pid: what was remembered of the first does not hold.
      row.forgetUnread()
      row.growthRestarts = true
    }
    table.rows[index] = row
  }

  /// Reads files of a process that another source told of; what is gone stays unknown.
  mutating func fill(
    _ row: inout ProcessSample, _ wanted: ProcessFileSet, of table: inout ProcessTable
  ) {
    files.select(row.pid)
    lastCgroup = row.cgroupRange
    _ = read(wanted, into: &row, of: &table)
  }

  private func carryText(
    from previous: borrowing ProcessTable, at earlier: Int, into row: inout ProcessSample,
    of table: inout ProcessTable
  ) {
    let old = previous.rows[earlier]
    if row.read.isDisjoint(with: [.stat, .comm]) {
      row.commRange = table.keep(old.commRange, of: previous)
    }
    if !row.read.contains(.cgroup), row.known.contains(.cgroup) {
      let last = table.rows.last?.cgroupRange ?? TextRange()
      row.cgroupRange = table.keep(old.cgroupRange, of: previous, like: last)
    }
    if !row.read.contains(.cmdline), row.known.contains(.cmdline) {
      row.cmdlineRange = table.keep(old.cmdlineRange, of: previous)
    }
  }

  /// Reads the files in turn; false when the process is gone.
  private mutating func read(
    _ wanted: ProcessFileSet, into row: inout ProcessSample, of table: inout ProcessTable
  ) -> Bool {
    var wanted = wanted
    let wantsOwner = wanted.contains(.owner)
    // The files of a captured tree belong to whoever captured it; `status` names the user.
    if wantsOwner, !isLive { wanted.insert(.status) }
    for file in ProcessFile.allCases where wanted.contains(ProcessFileSet(file)) {
      let one = ProcessFileSet(file)
      let outcome = files.read(file)
      if outcome == .vanished { return false }
      row.noteRead(one, isDenied: outcome == .denied)
      if case .failed(let code) = outcome {
        row.noteFailed(one)
        table.readError = code
      }
      guard case .bytes = outcome else { continue }
      if parse(file, into: &row, of: &table) {
        row.known.insert(one)
        if file == .cgroup { correctCgroup(of: &row, in: &table) }
      } else {
        table.noteMalformed(row.pid, file)
      }
      // Both are in one file, which is read once.
      if file == .status, wanted.contains(.ownSizes) {
        wanted.remove(.ownSizes)
        row.noteRead(.ownSizes, isDenied: false)
        if parse(.ownSizes, into: &row, of: &table) {
          row.known.insert(.ownSizes)
        } else if row.known.contains(.status) {
          table.noteMalformed(row.pid, .ownSizes)
        }
      }
    }
    if wantsOwner {
      if isLive, let uid = files.owner() { row.take(uid: uid) }
      row.noteRead(.owner, isDenied: !isLive && row.denied.contains(.status))
    }
    return true
  }

  /// In version 1 a first thread that has ended reads as in the root group, while the others' memory is
  /// charged to their own.
  mutating func correctCgroup(of row: inout ProcessSample, in table: inout ProcessTable) {
    guard row.state == UInt8(ascii: "Z"), row.threads ?? 1 > 1,
      let path = LivingThread.cgroup(of: row.pid, in: root, &aside)
    else { return }
    row.cgroupRange = table.keep(path)
    lastCgroup = row.cgroupRange
  }

  /// False when the bytes are not of the file's form.
  private mutating func parse(
    _ file: ProcessFile, into row: inout ProcessSample, of table: inout ProcessTable
  ) -> Bool {
    let pageSize = pageSize
    let isLive = isLive
    var cgroup = lastCgroup
    let understood = files.withBytes { bytes -> Bool in
      switch file {
      case .stat:
        guard let stat = ProcessStat(bytes) else { return false }
        row.take(stat)
        row.commRange = table.keep(bytes, stat.comm)
      case .statm:
        guard let statm = ProcessStatm(bytes) else { return false }
        return row.take(statm, pageSize: pageSize)
      case .status:
        guard let status = ProcessStatus(bytes) else { return false }
        row.take(status)
        if !isLive, let uid = status.effectiveUser { row.take(uid: uid) }
        return status.malformedLines == 0
      case .ownSizes:
        let own = ProcessOwnSizes(bytes)
        row.take(own)
        return own.malformedLines == 0
      case .oomScore:
        guard let score = OOMScore.parse(bytes) else { return false }
        row.take(oomScore: score)
      case .oomScoreAdj:
        guard let adj = OOMScoreAdj.parse(bytes) else { return false }
        row.take(oomScoreAdj: adj)
      case .comm:
        row.commRange = table.keep(bytes, 0..<(bytes.count > 0 ? bytes.count - 1 : 0))
      case .cgroup:
        guard let path = ProcessCgroup.path(bytes) else { return false }
        cgroup = table.keep(bytes, path, like: cgroup)
        row.cgroupRange = cgroup
      case .cmdline:
        row.cmdlineRange = table.keep(bytes, 0..<min(bytes.count, 4096))
      }
      return true
    }
    lastCgroup = cgroup
    return understood
  }
}
