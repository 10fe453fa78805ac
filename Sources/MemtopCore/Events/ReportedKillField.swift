/// One quantity of a kill that was not the kernel's: the table that JSON and CSV are written from.
public struct ReportedKillField: Sendable {
  /// As in `KillField` where it is the same.
  public let id: String
  public let value: @Sendable (ReportedKill, LogClock) -> KillValue

  public static let all: [ReportedKillField] = [
    ReportedKillField("time") { kill, clock in .seconds(clock.seconds(kill.time)) },
    ReportedKillField("uptime") { kill, _ in .microseconds(kill.time.uptime) },
    ReportedKillField("killer") { kill, _ in .visible(kill.killer?.rawValue) },
    ReportedKillField("signal") { kill, _ in .visible(kill.signal.isEmpty ? nil : kill.signal) },
    ReportedKillField("pid") { kill, _ in .integer(kill.pid) },
    ReportedKillField("comm") { kill, _ in .visible(kill.name) },
    ReportedKillField("uid") { kill, _ in .integer(kill.uid) },
    ReportedKillField("group") { kill, _ in .visible(kill.group) },
    ReportedKillField("proof") { kill, _ in .text(kill.proof.rawValue) },
    ReportedKillField("text") { kill, _ in .visible(kill.text) },
  ]

  private init(_ id: String, _ value: @escaping @Sendable (ReportedKill, LogClock) -> KillValue) {
    self.id = id
    self.value = value
  }
}
