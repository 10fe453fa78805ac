import LinuxKernel

/// What looks after a group besides the kernel: systemd, or a container's runtime.
enum GroupManager {
  /// What it means for it that processes leave; nil where nobody does, or they stay in its hands.
  ///
  /// - Parameters:
  ///   - parent: the group that theirs will be in.
  ///   - hasSystemd: systemd runs here; else a unit's name is only a name.
  static func describe(
    _ group: [UInt8], leavingFor parent: [UInt8], _ version: CgroupMount.Version, hasSystemd: Bool
  ) -> String? {
    if let container = Container(group), Container(parent) != container {
      return VisibleText.make("\(container.runtime) \(container.name)")
        + ": its runtime's limits and figures no longer hold for them"
    }
    guard hasSystemd, let unit = SystemdUnit.name(group[...]),
      SystemdUnit.name(parent[...])?.elementsEqual(unit) != true
    else { return nil }
    return VisibleText.make(unit)
      + (version == .v2
        ? ": systemd runs it, and no longer counts or stops them with it"
        : ": systemd runs it, and its limits of memory no longer hold for them")
  }
}
