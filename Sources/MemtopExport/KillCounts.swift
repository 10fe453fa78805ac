import MemtopCore

/// What the running kernel counted, beside what its log tells.
public struct KillCounts: Sendable {
  let host: KillTally
  /// Of the groups that the log names and that are still there.
  let groups: [CgroupTally]

  public init(host: KillTally, groups: [CgroupTally]) {
    self.host = host
    self.groups = groups
  }
}
