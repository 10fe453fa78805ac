import LinuxKernel

/// Whether the log tells of every kill that the kernel has counted.
///
/// Source: `/proc/vmstat`, key `oom_kill`, beside `/dev/kmsg`. Since: Linux 4.13.
public struct KillTally: Sendable, Equatable {
  /// Kills since boot; nil where the kernel does not count them.
  public let counted: UInt64?
  /// Of these, kills since memtop began; nil where that is not known.
  let sinceStart: UInt64?
  /// Kills that the log tells of.
  public let logged: UInt64
  public let extent: KernelLogExtent

  public init(
    counted: UInt64?, atStart: UInt64? = nil, logged: UInt64, extent: KernelLogExtent
  ) {
    self.counted = counted
    sinceStart = counted.flatMap { now in atStart.map { now - min($0, now) } }
    self.logged = logged
    self.extent = extent
  }

  /// Kills that the kernel counted and the log does not tell of; nil where the kernel does not count.
  public var withoutReport: UInt64? { counted.map { $0 - min(logged, $0) } }

  /// When the log begins, where its start is lost. Unit: microseconds of uptime.
  public var logBegins: UInt64? {
    guard let first = extent.firstNumber, first > 0 else { return nil }
    return extent.firstUptime
  }

  /// `3 kills since boot, 2 in the log, 1 without a report: the log begins at up 02:22:45`.
  public var text: String {
    guard let counted else {
      return Self.kills(logged) + " in the log; this kernel does not count its kills"
    }
    var text = Self.kills(counted) + " since boot"
    if let sinceStart, sinceStart > 0 { text += " (\(sinceStart) since memtop began)" }
    guard counted > 0 || logged > 0 else { return text }
    if counted == logged { return text + (counted == 1 ? ", it is" : ", all") + " in the log" }
    text += ", \(logged) in the log"
    guard let missing = withoutReport, missing > 0 else { return text }
    text += ", \(missing) without a report"
    if let logBegins {
      text += ": the log begins at up " + Quantity.span(seconds: logBegins / 1_000_000)
    } else if extent.gaps > 0 {
      text += ": records of the log were overwritten before they could be read"
    }
    return text
  }

  private static func kills(_ count: UInt64) -> String { count == 1 ? "1 kill" : "\(count) kills" }
}
