/// Puts the lines of one host's reports together.
///
/// The kernel prints one report at a time, but other messages stand between its lines, lines are
/// missing, and past ten reports in five seconds only the lines of the kills are printed.
struct ReportAssembly {
  /// Between two lines of one report there can be a slow serial console, but not minutes.
  private static let longestPause: UInt64 = 120_000_000
  /// Members of a group die together.
  private static let longestGroupKill: UInt64 = 10_000_000

  /// The report that is being printed; nil before its first line and after its kill.
  private var open: KillReport?
  private var columns: [TaskColumn]?
  /// The report that the last kill belongs to, and who was killed for it.
  private var last: KillReport?
  private var killed: Set<Int32> = []
  private var lastUptime: UInt64?
  /// Who was killed of late, so that the reaper's line about one of them is no other kill.
  private var victims: [Int32] = []
  private static let victimLimit = 256
  private var sawUnknownKill = false

  init() {}

  /// Takes over a report that was begun where no host is named.
  init(from other: inout ReportAssembly) {
    self = other
    other.open = nil
    other.columns = nil
  }

  /// A line looked like the kill of the open report, and could not be read.
  mutating func noteUnknownKill() { if open != nil { sawUnknownKill = true } }

  /// A report whose kill is not printed yet.
  var isOpen: Bool { open != nil }

  var tableColumns: [TaskColumn]? { columns }

  mutating func take(
    _ line: ReportLine, _ time: LogTime, _ emit: (KillLogEvent) -> Void
  ) {
    endStale(time, emit)
    switch line {
    case .invocation(let invocation):
      end(.cut, emit)
      begin(time)
      open?.invocation = invocation
    case .processor(let pid, let release):
      // The same line stands in every warning; it counts right behind the invocation.
      guard open?.invocation != nil, open?.invokerPID == nil else { return }
      open?.invokerPID = pid
      open?.release = release
    case .stoppedBy(let limit, let task):
      // A log of which only such lines are left has one for each kill.
      if open?.statedLimitCgroup != nil, open?.statedTaskCgroup != nil { end(.cut, emit) }
      begin(time)
      open?.statedLimitCgroup = limit
      open?.statedTaskCgroup = task
    case .statistics(let group):
      begin(time)
      // Older kernels print a line for every group below the limit's own, which comes first.
      if open?.statedLimitCgroup == nil { open?.statedLimitCgroup = group }
    case .tableHeader(let columns):
      begin(time)
      self.columns = columns
    case .row(let row):
      begin(time)
      open?.add(row)
    case .summary(let summary):
      begin(time)
      open?.summary = summary
    case .choice(let choice):
      begin(time)
      open?.choice = choice
    case .kill(let process): kill(process, time, emit)
    case .reaped(let process):
      if !victims.contains(process.pid) { reaped(process, time, emit) }
    case .unreadableKill: end(.unreadable, emit)
    case .group(let path): last?.killedGroup = path
    case .alreadyExiting: end(.alreadyExiting, emit)
    case .noVictim: end(.noVictim, emit)
    case .panic(let text):
      end(.panicked, emit)
      emit(.panic(text, time))
    }
    if let uptime = time.uptime { lastUptime = uptime }
  }

  /// Whether a line told that it was killed.
  func knows(_ process: KilledProcess) -> Bool { victims.contains(process.pid) }

  /// Takes the figures of a message that belongs to no other part of a report.
  mutating func takeFigures(_ cursor: LogCursor) -> Bool { open?.memory.read(cursor) ?? false }

  /// Takes the figures behind `Memory cgroup stats for /a:`.
  mutating func takeGroupFigures(_ cursor: LogCursor) {
    guard let colon = cursor.find(": ") else { return }
    open?.memory.readGroup(cursor.moved(to: colon + 2))
  }

  /// Ends the report that has no kill yet.
  mutating func end(_ reason: UnfinishedReason, _ emit: (KillLogEvent) -> Void) {
    if let report = open {
      emit(.unfinished(report, reason == .cut && sawUnknownKill ? .unknownForm : reason))
    }
    open = nil
    sawUnknownKill = false
    columns = nil
  }

  private mutating func begin(_ time: LogTime) {
    guard open == nil else { return }
    open = KillReport()
    open?.time = time
    columns = nil
  }

  private mutating func endStale(_ time: LogTime, _ emit: (KillLogEvent) -> Void) {
    guard open != nil, let now = time.uptime, let then = lastUptime else { return }
    if now < then || now - then > Self.longestPause { end(.cut, emit) }
  }

  private mutating func kill(
    _ process: KilledProcess, _ time: LogTime, _ emit: (KillLogEvent) -> Void
  ) {
    var process = process
    process.time = time
    victims.append(process.pid)
    if victims.count > Self.victimLimit { victims.removeFirst() }
    if let report = open, !belongs(process, to: report) { end(.cut, emit) }
    if let report = open {
      open = nil
      columns = nil
      last = report
      killed = [process.pid]
      emit(.kill(KernelKill(victim: process, report: report)))
    } else if let report = last, isMember(process, of: report, time) {
      if killed.insert(process.pid).inserted {
        emit(.kill(KernelKill(victim: process, report: report)))
      }
    } else {
      last = nil
      killed = []
      emit(.kill(KernelKill(victim: process, report: KillReport())))
    }
  }

  /// The reaper comes when it can: the report that is being printed then may be of another kill.
  private mutating func reaped(
    _ process: KilledProcess, _ time: LogTime, _ emit: (KillLogEvent) -> Void
  ) {
    guard let report = open, report.summary?.pid != process.pid,
      !report.rows.contains(where: { $0.pid == process.pid || $0.tgid == process.pid })
    else { return kill(process, time, emit) }
    var process = process
    process.time = time
    victims.append(process.pid)
    emit(.kill(KernelKill(victim: process, report: KillReport())))
  }

  /// False where the open report must be of another kill, whose own line is lost.
  private func belongs(_ process: KilledProcess, to report: KillReport) -> Bool {
    if let one = process.scope, let other = report.scope, (one == .cgroup) != (other == .cgroup) {
      return false
    }
    guard let summary = report.summary, let chosen = summary.pid,
      process.scope != nil || process.isOnlyReaped, process.pid != chosen
    else { return true }
    // The line names a thread where the leader has ended already; without a table, names must do.
    return report.rows.isEmpty
      ? process.name == summary.name
      : report.rows.contains { $0.pid == process.pid && $0.tgid == chosen }
  }

  private func isMember(_ process: KilledProcess, of report: KillReport, _ time: LogTime) -> Bool {
    guard report.killedGroup != nil || process.sharesMemory else { return false }
    guard let now = time.uptime, let then = lastUptime else { return true }
    return now >= then && now - then <= Self.longestGroupKill
  }
}
