import LinuxKernel

/// `oom_score` as the kernel derives it, from the numbers that the kernel derives it from.
///
/// The kernel's own file for this process is the proof that the numbers and the formula are right.
struct DerivedScores: ~Copyable {
  private let root: KernelRoot
  private let rules: KillRules
  private let pageSize: UInt64
  private var buffer = ReadBuffer(capacity: 256)
  private var total: Int64?
  /// Whether this process's own score came out as its file has it.
  private(set) var isProven = false

  init(_ root: KernelRoot, _ facts: HostFacts) {
    self.root = root
    rules = KillRules(release: facts.kernel)
    pageSize = root.pageSize
  }

  /// Turns to another run over the processes.
  ///
  /// - Parameter total: the host's memory and swap. Unit: pages.
  mutating func begin(total: Int64?) {
    self.total = total
    isProven = false
  }

  /// Nil where the numbers do not tell it.
  func score(_ record: TaskRecord) -> Int32? {
    guard let total, !record.isMemoryChanged, rules.version != nil,
      record.isExact || rules.resident == .stat
    else {
      return nil
    }
    return OOMScoreFormula.score(badness: badness(record, total), total: total, rules)
      .flatMap { Int32(exactly: $0) }
  }

  /// Compares with the kernel's file; the counters may move a little between the two readings.
  mutating func prove(by own: TaskRecord) {
    guard let score = score(own), case .bytes = root.read("proc/self/oom_score", into: &buffer),
      let said = buffer.withBytes({ OOMScore.parse($0) })
    else { return }
    isProven = abs(said - score) <= 1
  }

  private func badness(_ record: TaskRecord, _ total: Int64) -> Int64? {
    guard record.hasMemory, !record.isInit, !record.isPassedOver, !record.isInVfork,
      record.oomScoreAdj > OOMScoreAdj.range.lowerBound
    else { return nil }
    var sizes = KillSizes()
    sizes.anon = KillTerms.pages(record.held(isRough: rules.resident == .stat))
    sizes.pageTables = KillTerms.pages(record.pageTables, of: pageSize)
    return KillTerms(sizes).completed(
      adj: record.oomScoreAdj, total: total, administers: false, rules
    ).badness
  }
}
