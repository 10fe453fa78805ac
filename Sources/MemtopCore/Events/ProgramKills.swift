/// Tells the kills by programs, once each, and those that nobody owns up to.
struct ProgramKills {
  /// Lines about one kill stand close together.
  private static let memory = 32

  private var recent: [ReportedKill] = []
  /// Units in which the kernel or systemd-oomd killed, as systemd says.
  private var units: [String] = []
  /// The kernel's kills: when, and in which group.
  private var kernel: [(time: LogTime, group: String?)] = []

  mutating func note(_ kill: KernelKill) {
    kernel.append((kill.time, kill.report.taskCgroup))
    if kernel.count > Self.memory { kernel.removeFirst() }
  }

  /// The kill that a line tells of; nil where it is known already.
  mutating func take(_ line: ProgramLine, _ time: LogTime) -> ReportedKill? {
    switch line {
    case .kill(var kill):
      kill.time = time
      defer {
        recent.append(kill)
        if recent.count > Self.memory { recent.removeFirst() }
      }
      return recent.contains { $0.isSame(as: kill) } ? nil : kill
    case .unitWasKilled(let unit):
      units.append(unit)
      if units.count > Self.memory { units.removeFirst() }
      return nil
    case .unitEnded(var kill):
      kill.time = time
      return isExplained(kill) ? nil : kill
    }
  }

  /// Whether a kill that the log tells of ended the unit.
  private mutating func isExplained(_ kill: ReportedKill) -> Bool {
    guard let unit = kill.group else { return true }
    if let index = units.firstIndex(of: unit) {
      units.remove(at: index)
      return true
    }
    func isIn(_ group: String?) -> Bool {
      group?.split(separator: "/").contains { $0 == unit } ?? false
    }
    // Kernels before 5.0 do not name the group: then the time must do.
    return kernel.contains { known in
      let isNear = known.time.isNear(kill.time, seconds: 10)
      return isIn(known.group) && isNear != false || known.group == nil && isNear == true
    } || recent.contains { isIn($0.group) && $0.time.isNear(kill.time, seconds: 10) != false }
  }
}
