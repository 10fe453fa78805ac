import LinuxKernel

/// Whether the log tells of every kill that one cgroup has counted.
public struct CgroupTally: Sendable, Equatable {
  public let group: String
  public let kills: CgroupKills
  /// Kills of the group's processes that the log tells of.
  public let logged: UInt64

  public init(_ group: String, _ kills: CgroupKills, logged: UInt64) {
    self.group = group
    self.kills = kills
    self.logged = logged
  }

  /// Kills without a report. The first victim of a group that dies as a whole is counted twice.
  public var withoutReport: UInt64 {
    let twice = min(kills.oomGroupKill ?? 0, kills.oomKill)
    return kills.oomKill - twice - min(logged, kills.oomKill - twice)
  }

  /// `/shop: 3 kills, 2 in the log, 1 without a report`; not visible yet.
  public var text: String {
    let count = kills.oomKill == 1 ? "1 kill" : "\(kills.oomKill) kills"
    return "\(group): \(count), \(logged) in the log"
      + (withoutReport > 0 ? ", \(withoutReport) without a report" : "")
  }
}

/// Counts the kills of a log by the cgroup of their victims.
public struct CgroupKillCount: Sendable {
  /// Beyond these no further groups are told apart.
  private static let limit = 256

  private var counts: [String: UInt64] = [:]

  public init() {}

  public mutating func add(_ kill: KernelKill) {
    guard let group = kill.report.taskCgroup else { return }
    if let count = counts[group] {
      counts[group] = count + 1
    } else if counts.count < Self.limit {
      counts[group] = 1
    }
  }

  /// Every group that still counts, by name.
  public func tallies(_ kills: (String) -> CgroupKills?) -> [CgroupTally] {
    counts.keys.sorted().compactMap { group in
      kills(group).map { CgroupTally(group, $0, logged: logged(group, $0)) }
    }
  }

  private func logged(_ group: String, _ kills: CgroupKills) -> UInt64 {
    guard kills.isHierarchical, group != "/" else { return counts[group] ?? 0 }
    return counts.reduce(0) { sum, entry in
      CgroupPath.isWithin(entry.key, group) ? sum + entry.value : sum
    }
  }
}
