/// A program that ends others for memory before the kernel does.
public enum KillerProgram: String, Sendable {
  case systemdOOMD = "systemd-oomd"
  case earlyoom
  case nohang
  case oomd
  case talos
  case kubelet
  /// Android's, in the kernel up to Linux 4.11.
  case lowmemorykiller
  case lmkd
}

/// A kill that a log tells of and that was not the kernel's, in its killer's words.
///
/// Names, paths and the text are as hostile as the log.
public struct ReportedKill: Sendable, Equatable {
  public internal(set) var time = LogTime()
  /// What shows that it is the killer who says so.
  public internal(set) var proof = LogProof.text
  /// Nil where the log says only that somebody sent SIGKILL.
  public internal(set) var killer: KillerProgram?
  /// Nil where a whole group was killed, or the log does not say.
  public internal(set) var pid: Int32?
  public internal(set) var name: String?
  public internal(set) var uid: UInt32?
  /// The cgroup, or the unit.
  public internal(set) var group: String?
  ///
  /// Empty where a pod was evicted: which signal its processes got, the log does not say.
  public internal(set) var signal: String
  /// The message.
  public internal(set) var text: String

  /// `earlyoom`, or `somebody`.
  public var killerName: String { killer?.rawValue ?? "somebody" }

  /// `29410 cluster /user.slice/a.scope`, as far as the log says; made visible.
  public var victim: String {
    VisibleText.make(
      [pid.map(String.init), name, group].compactMap(\.self).joined(separator: " "))
  }

  /// `earlyoom sent SIGTERM to 29410 cluster`; made visible.
  public var sentence: String {
    if signal.isEmpty { return killerName + " evicted " + victim }
    return killerName + " sent \(signal)" + (victim.isEmpty ? "" : " to " + victim)
  }

  /// Whether it is another line about the same kill: SIGKILL after SIGTERM, or a group marked and killed.
  func isSame(as other: ReportedKill) -> Bool {
    guard killer == other.killer, pid == other.pid else { return false }
    guard pid != nil || group != nil && group == other.group else { return false }
    return time.isNear(other.time, seconds: 60) ?? true
  }
}

extension LogTime {
  /// Nil where the two cannot be compared.
  func isNear(_ other: LogTime, seconds: Int64) -> Bool? {
    if let calendar, let one = other.calendar, offset == other.offset {
      return (calendar.subtractingReportingOverflow(one).partialValue.magnitude) <= seconds
    }
    if let uptime, let one = other.uptime {
      return (uptime > one ? uptime - one : one - uptime) <= UInt64(seconds) * 1_000_000
    }
    return nil
  }
}
