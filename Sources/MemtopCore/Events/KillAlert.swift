/// A kill that has just happened, as the first thing to be said of the host.
public struct KillAlert: Sendable, Equatable {
  /// How long it is said. Unit: nanoseconds.
  static let duration: Int64 = 10_000_000_000

  /// `4121 postgres 3s ago by the kernel (cgroup /shop)`, `7 cc just now by earlyoom? (SIGTERM)`;
  /// already visible. The question mark stands where any user could have spoken for the program.
  public let text: String

  /// Nil where nothing was killed lately.
  ///
  /// - Parameters:
  ///   - now: Unit: nanoseconds after 1970-01-01 UTC.
  ///   - isNamespace: processes here are numbered by another PID namespace than the kernel's log.
  public init?(_ history: KillHistory, now: Int64, isNamespace: Bool = false) {
    let recent = history.entries.reversed()
      .prefix { entry in entry.seenAt.map { now - $0 < Self.duration } ?? false }
      .filter { $0.kill.isForMemory }
    guard let newest = recent.first, let seen = newest.seenAt else { return nil }
    var text = (isNamespace ? "the host's " : "") + Self.victim(newest.kill) + " "
    let age = max(0, now - seen) / 1_000_000_000
    text += age == 0 ? "just now" : "\(age)s ago"
    let more = recent.count > 1 ? ", and \(recent.count - 1) more" : ""
    let isAllTheSame = recent.allSatisfy { $0.kill.killer == newest.kill.killer }
    if isAllTheSame, !more.isEmpty { text += more + "," }
    switch newest.kill {
    case .kernel(let kill): text += " by the kernel" + Self.place(kill)
    case .program(let kill):
      text +=
        " by \(newest.kill.attributedKiller)" + (kill.signal.isEmpty ? "" : " (\(kill.signal))")
    }
    // Who killed the others is then another.
    self.text = isAllTheSame ? text : text + more
  }

  private static func victim(_ kill: LoggedKill) -> String {
    switch kill {
    case .kernel(let kill): "\(kill.victim.pid) \(VisibleText.make(kill.victim.name))"
    case .program(let kill): kill.victim.isEmpty ? "a process" : kill.victim
    }
  }

  private static func place(_ kill: KernelKill) -> String {
    switch kill.scope {
    case .cgroup:
      kill.limitGroup.map { " (limit of \(CgroupName.spoken($0)))" } ?? " (a group's limit)"
    case .cpuset: " (a cpuset's nodes were full)"
    case .memoryPolicy: " (a memory policy's nodes were full)"
    case .host: kill.report.invocation?.isSysRq == true ? " (sysrq)" : " (the host was full)"
    case nil: ""
    }
  }
}
