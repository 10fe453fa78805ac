/// Whose memory ran out.
public enum ReportedScope: String, Sendable {
  case host
  case cgroup
  case cpuset
  case memoryPolicy = "mempolicy"
}

/// One process that the kernel killed for memory, as its log has it; nil where that does not say.
///
/// Names and paths are as hostile as the log.
///
/// Source: mm/oom_kill.c `__oom_kill_process()`.
public struct KernelKill: Sendable, Equatable {
  /// What the line of the kill says.
  public let victim: KilledProcess
  /// What was printed before it; of a kill without a report only what its own line says.
  public private(set) var report: KillReport

  public var time: LogTime { victim.time ?? report.time }

  public var scope: ReportedScope? { report.scope ?? victim.scope }

  /// The group whose limit was met, as the kernel's log names it; nil where it was none's, or is not told.
  public var limitGroup: String? { scope == .cgroup ? report.limitCgroup : nil }

  /// Its address space. Unit: bytes.
  ///
  /// Where the line of the kill is missing, the report's table has it, in pages of 4 KiB.
  public var totalVM: UInt64? {
    if victim.totalVM != nil || !victim.isOnlyReaped { return victim.totalVM }
    guard let row else { return nil }
    let (bytes, overflow) = row.totalVM.multipliedReportingOverflow(by: 4096)
    return overflow ? nil : bytes
  }

  /// Nothing is known of it but the line itself, not even when it was.
  var isBare: Bool {
    time.isUnknown && report.rows.isEmpty && report.invocation == nil && report.summary == nil
  }

  /// Whether the two are the same process, of the same sizes.
  func isCopy(of other: KernelKill) -> Bool {
    victim.pid == other.victim.pid && victim.name == other.victim.name
      && victim.totalVM == other.victim.totalVM && victim.rssAnon == other.victim.rssAnon
  }

  /// The user who owned it.
  public var uid: UInt32? { victim.uid ?? report.summary?.uid ?? row?.uid }

  public var oomScoreAdj: Int? { victim.oomScoreAdj ?? row.map { Int($0.oomScoreAdj) } }

  /// Its page tables. Unit: bytes.
  ///
  /// Linux 5.4.0 to 5.4.6 prints bytes and calls them kB; the task table of the report tells.
  public var pageTables: UInt64? {
    guard let printed = victim.pageTables else { return nil }
    guard let table = row?.pageTableBytes, table > 0 else { return printed }
    let raw = printed / 1024
    return distance(raw, table) < distance(printed, table) ? raw : printed
  }

  private func distance(_ one: UInt64, _ other: UInt64) -> UInt64 {
    one > other ? one - other : other - one
  }

  /// Leaves the report's table out; its size stays known.
  mutating func forgetRows() { report.forgetRows() }

  /// Its row in the report's task table.
  public var row: TaskRow? {
    report.rows.first { $0.pid == victim.pid || $0.tgid == victim.pid }
  }
}
