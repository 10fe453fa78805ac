/// One value of a kill, as every output writes it.
public enum KillValue: Sendable, Equatable {
  case bytes(UInt64)
  case number(Int64)
  /// Unit: microseconds.
  case span(UInt64)
  /// Unit: seconds after 1970-01-01 UTC.
  case time(Int64)
  /// Already visible.
  case text(String)
  /// The log does not say it.
  case absent

  static func visible(_ text: String?) -> KillValue {
    text.map { .text(VisibleText.make($0)) } ?? .absent
  }

  static func integer(_ number: (some BinaryInteger)?) -> KillValue {
    number.flatMap { Int64(exactly: $0) }.map(KillValue.number) ?? .absent
  }

  static func size(_ bytes: UInt64?) -> KillValue { bytes.map(KillValue.bytes) ?? .absent }

  static func seconds(_ time: Int64?) -> KillValue { time.map(KillValue.time) ?? .absent }

  static func microseconds(_ span: UInt64?) -> KillValue { span.map(KillValue.span) ?? .absent }
}

/// One quantity of a kill: the table that JSON, CSV and the text table are written from.
public struct KillField: Sendable {
  public let id: String
  /// Heading of the text table; nil for what only JSON and CSV hold.
  public let title: String?
  public let value: @Sendable (KernelKill, LogClock) -> KillValue

  public static let all: [KillField] = [
    KillField("time", "TIME") { kill, clock in
      .seconds(clock.seconds(kill.time))
    },
    KillField("uptime") { kill, _ in .microseconds(kill.time.uptime) },
    KillField("pid", "PID") { kill, _ in .integer(kill.victim.pid) },
    KillField("comm", "NAME") { kill, _ in .visible(kill.victim.name) },
    KillField("scope", "SCOPE") { kill, _ in .visible(kill.scope?.rawValue) },
    KillField("cgroup") { kill, _ in .visible(kill.report.limitCgroup) },
    KillField("taskCgroup") { kill, _ in .visible(kill.report.taskCgroup) },
    KillField("killedGroup") { kill, _ in .visible(kill.report.killedGroup) },
    KillField("invoker", "INVOKER") { kill, _ in .visible(kill.report.invocation?.name) },
    KillField("invokerPID") { kill, _ in .integer(kill.report.invokerPID) },
    KillField("trigger") { kill, _ in .visible(kill.report.invocation?.trigger) },
    KillField("order") { kill, _ in .integer(kill.report.invocation?.order) },
    KillField("gfpMask") { kill, _ in .visible(kill.report.invocation?.gfpMask) },
    KillField("allowedNodes") { kill, _ in .visible(kill.report.summary?.allowedNodes) },
    KillField("totalVM", "VIRT") { kill, _ in .size(kill.totalVM) },
    KillField("rssAnon", "ANON") { kill, _ in .size(kill.victim.rssAnon) },
    KillField("rssFile", "FILE") { kill, _ in .size(kill.victim.rssFile) },
    KillField("rssShmem", "SHMEM") { kill, _ in .size(kill.victim.rssShmem) },
    KillField("pageTables", "PTE") { kill, _ in .size(kill.pageTables) },
    KillField("uid", "UID") { kill, _ in .integer(kill.uid) },
    KillField("oomScoreAdj", "ADJ") { kill, _ in .integer(kill.oomScoreAdj) },
    KillField("score") { kill, _ in .integer(kill.report.choice?.score) },
    KillField("selectedPID") { kill, _ in
      .integer(kill.report.summary?.pid ?? kill.report.choice?.pid)
    },
    KillField("taskRows", "TASKS") { kill, _ in .integer(kill.report.rowCount) },
    KillField("kernel") { kill, _ in .visible(kill.report.release) },
    // Kills by others are listed apart; a log that holds the kernel's words says so itself.
    KillField("killer") { _, _ in .text("kernel") },
    KillField("proof") { kill, _ in .text(kill.victim.proof.rawValue) },
  ]

  private init(
    _ id: String, _ title: String? = nil,
    _ value: @escaping @Sendable (KernelKill, LogClock) -> KillValue
  ) {
    self.id = id
    self.title = title
    self.value = value
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
