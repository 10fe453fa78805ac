/// One quantity of a kill by the kernel: the table that JSON, CSV and the text table are written from.
public struct KillField: TableField {
  public let id: String
  /// It has a column in the text table.
  public let isInTable: Bool
  public let title: String
  public let kind: FieldKind
  public let value: @Sendable (KernelKill, LogClock) -> FieldValue

  public static let all: [KillField] = [
    KillField("time", .time, "TIME") { .time(of: $0.time, $1) },
    KillField("uptime", .number) { kill, _ in .span(of: kill.time) },
    KillField("pid", .number, "PID") { kill, _ in .integer(kill.victim.pid) },
    KillField("comm", .text, "NAME") { kill, _ in .visible(kill.victim.name) },
    KillField("scope", .text, "SCOPE") { kill, _ in .visible(kill.scope?.rawValue) },
    KillField("cgroup", .text) { kill, _ in .visible(kill.report.limitCgroup) },
    KillField("taskCgroup", .text) { kill, _ in .visible(kill.report.taskCgroup) },
    KillField("killedGroup", .text) { kill, _ in .visible(kill.report.killedGroup) },
    KillField("invoker", .text, "INVOKER") { kill, _ in .visible(kill.report.invocation?.name) },
    KillField("invokerPID", .number) { kill, _ in .integer(kill.report.invokerPID) },
    KillField("trigger", .text) { kill, _ in .visible(kill.report.invocation?.trigger) },
    KillField("order", .number) { kill, _ in .integer(kill.report.invocation?.order) },
    KillField("gfpMask", .text) { kill, _ in .visible(kill.report.invocation?.gfpMask) },
    KillField("allowedNodes", .text) { kill, _ in .visible(kill.report.summary?.allowedNodes) },
    KillField("totalVM", .bytes, "VIRT") { kill, _ in .size(kill.totalVM) },
    KillField("rssAnon", .bytes, "ANON") { kill, _ in .size(kill.victim.rssAnon) },
    KillField("rssFile", .bytes, "FILE") { kill, _ in .size(kill.victim.rssFile) },
    KillField("rssShmem", .bytes, "SHMEM") { kill, _ in .size(kill.victim.rssShmem) },
    KillField("pageTables", .bytes, "PTE") { kill, _ in .size(kill.pageTables) },
    KillField("uid", .number, "UID") { kill, _ in .integer(kill.uid) },
    KillField("oomScoreAdj", .number, "ADJ") { kill, _ in .integer(kill.oomScoreAdj) },
    KillField("score", .number) { kill, _ in .integer(kill.report.choice?.score) },
    KillField("selectedPID", .number) { kill, _ in
      .integer(kill.report.summary?.pid ?? kill.report.choice?.pid)
    },
    KillField("taskRows", .number, "TASKS") { kill, _ in .integer(kill.report.rowCount) },
    KillField("kernel", .text) { kill, _ in .visible(kill.report.release) },
    // Kills by others are listed apart; a log that holds the kernel's words says so itself.
    KillField("killer", .text) { _, _ in .text("kernel") },
    KillField("proof", .text) { kill, _ in .text(kill.victim.proof.rawValue) },
  ]

  /// - Parameter title: nil for what only JSON and CSV hold.
  private init(
    _ id: String, _ kind: FieldKind, _ title: String? = nil,
    _ value: @escaping @Sendable (KernelKill, LogClock) -> FieldValue
  ) {
    self.id = id
    isInTable = title != nil
    self.title = title ?? id
    self.kind = kind
    self.value = value
  }
}

extension FieldValue {
  /// The date; absent where the log has none, or one that no clock shows.
  public static func time(of time: LogTime, _ clock: LogClock) -> FieldValue {
    guard let seconds = clock.seconds(time) else { return .absent }
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .absent : .time(nanoseconds)
  }

  /// The uptime.
  public static func span(of time: LogTime) -> FieldValue {
    time.uptime.map(FieldValue.span) ?? .absent
  }
}

extension KillInvocation {
  /// What made the kernel look for a victim; nil where the flags are lost.
  public var trigger: String? {
    if isSysRq { return "sysrq" }
    guard let gfpMask else { return nil }
    return gfpMask == "0x0" || gfpMask.utf8.starts(with: "0x0(".utf8) ? "pageFault" : "allocation"
  }
}
