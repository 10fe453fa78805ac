/// One quantity of a kill that was not the kernel's: the table that JSON and CSV are written from.
public struct ReportedKillField: TableField {
  /// As in `KillField` where it is the same.
  public let id: String
  public let kind: FieldKind
  public let value: @Sendable (ReportedKill, LogClock) -> FieldValue

  public var title: String { id }

  public static let all: [ReportedKillField] = [
    ReportedKillField("time", .time) { .time(of: $0.time, $1) },
    ReportedKillField("uptime", .number) { kill, _ in .span(of: kill.time) },
    ReportedKillField("killer", .text) { kill, _ in .visible(kill.killer?.rawValue) },
    ReportedKillField("signal", .text) { kill, _ in
      .visible(kill.signal.isEmpty ? nil : kill.signal)
    },
    ReportedKillField("pid", .number) { kill, _ in .integer(kill.pid) },
    ReportedKillField("comm", .text) { kill, _ in .visible(kill.name) },
    ReportedKillField("uid", .number) { kill, _ in .integer(kill.uid) },
    ReportedKillField("group", .text) { kill, _ in .visible(kill.group) },
    ReportedKillField("proof", .text) { kill, _ in .text(kill.proof.rawValue) },
    ReportedKillField("text", .text) { kill, _ in .visible(kill.text) },
  ]

  private init(
    _ id: String, _ kind: FieldKind,
    _ value: @escaping @Sendable (ReportedKill, LogClock) -> FieldValue
  ) {
    self.id = id
    self.kind = kind
    self.value = value
  }
}
