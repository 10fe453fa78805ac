/// What the times of a log mean.
public struct LogClock: Sendable {
  /// Turns seconds after 1970-01-01 on the clock of a log without a zone into seconds after
  /// 1970-01-01 UTC.
  public typealias LocalZone = @Sendable (Int64) -> Int64

  private let zone: LocalZone
  private let bootTime: Int64?

  /// - Parameters:
  ///   - bootTime: of the kernel that wrote the log, where it is known. Unit: seconds after
  ///     1970-01-01 UTC.
  public init(bootTime: Int64? = nil, zone: @escaping LocalZone = { $0 }) {
    self.zone = zone
    self.bootTime = bootTime
  }

  /// Nil where the log does not say it: syslog's own prefix has no year.
  ///
  /// Unit: seconds after 1970-01-01 UTC.
  public func seconds(_ time: LogTime) -> Int64? {
    if let calendar = time.calendar { return time.offset.map { calendar - $0 } ?? zone(calendar) }
    guard let bootTime, let uptime = time.uptime else { return nil }
    return bootTime.addingReportingOverflow(Int64(uptime / 1_000_000)).partialValue
  }
}
