/// Tells the kills by programs, once each, and those that nobody owns up to.
struct ProgramKills {
  /// Lines about one kill stand close together.
  private static let memory = 32
  /// A victim is announced at most so long before it is killed. Unit: seconds.
  private static let announcement: Int64 = 60

  private var recent: [ReportedKill] = []
  /// Units that nobody's kill explains.
  private var ended: [ReportedKill] = []
  private var announced = AnnouncedVictim()
  /// Units in which the kernel or systemd-oomd killed, as systemd says.
  private var units: [String] = []
  /// What the kubelet evicts for, as it said last.
  private var isEvictingForMemory = false
  /// The kernel's kills: when, and in which group.
  private var kernel: [(time: LogTime, group: String?)] = []

  mutating func note(_ kill: KernelKill) {
    kernel.append((kill.time, kill.report.taskCgroup))
    if kernel.count > Self.memory { kernel.removeFirst() }
  }

  /// The kill that a line tells of; nil where it is known already.
  mutating func take(_ line: ProgramLine, _ time: LogTime) -> ReportedKill? {
    switch line {
    case .kill(let kill): return told(kill, time)
    case .announced(let victim):
      announce(victim, time)
      return nil
    case .killOfAnnounced(let kill): return told(completed(kill, time), time)
    case .unitWasKilled(let unit):
      units.append(unit)
      if units.count > Self.memory { units.removeFirst() }
      return nil
    case .evictionBegins(let isForMemory):
      isEvictingForMemory = isForMemory
      return nil
    case .evicted(let kill): return isEvictingForMemory ? told(kill, time) : nil
    case .unitEnded(var kill):
      kill.time = time
      if isExplained(kill) || !kill.time.isUnknown && ended.contains(kill) { return nil }
      ended.append(kill)
      if ended.count > Self.memory { ended.removeFirst() }
      return kill
    }
  }

  /// Nil where the kill was told before.
  private mutating func told(_ kill: ReportedKill, _ time: LogTime) -> ReportedKill? {
    var kill = kill
    kill.time = time
    defer {
      recent.append(kill)
      if recent.count > Self.memory { recent.removeFirst() }
    }
    // A text may hold a line twice that names nobody.
    return recent.contains { $0.isSame(as: kill) || $0 == kill && !time.isUnknown } ? nil : kill
  }

  /// Lines about one victim add up; another pid is another victim.
  private mutating func announce(_ victim: AnnouncedVictim, _ time: LogTime) {
    if let pid = victim.pid, pid != announced.pid { announced = AnnouncedVictim(pid: pid) }
    announced.time = time
    announced.name = victim.name ?? announced.name
    announced.uid = victim.uid ?? announced.uid
    announced.group = victim.group ?? announced.group
  }

  /// The kill with the victim that was announced right before it.
  private mutating func completed(_ kill: ReportedKill, _ time: LogTime) -> ReportedKill {
    defer { announced = AnnouncedVictim() }
    var kill = kill
    guard announced.time.isNear(time, seconds: Self.announcement) != false else { return kill }
    kill.pid = announced.pid
    kill.name = announced.name
    kill.uid = announced.uid
    kill.group = announced.group
    return kill
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
