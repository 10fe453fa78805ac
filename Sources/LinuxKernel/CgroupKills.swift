/// How many processes of a cgroup were killed for memory, those of groups below it not counted where
/// the kernel tells them apart.
///
/// Source: v2 `memory.events.local` (since 5.2), else `memory.events`; v1 `memory.oom_control`. Since: 4.13.
public struct CgroupKills: Sendable, Equatable {
  /// Line `oom_kill`.
  public var oomKill: UInt64
  /// Line `oom_group_kill`: how often the group died as a whole. Since: 5.17, v2.
  public var oomGroupKill: UInt64?
  /// Groups below are counted as well.
  public var isHierarchical: Bool

  public init(oomKill: UInt64, oomGroupKill: UInt64? = nil, isHierarchical: Bool = false) {
    self.oomKill = oomKill
    self.oomGroupKill = oomGroupKill
    self.isHierarchical = isHierarchical
  }

  private static let files: [(name: String, version: CgroupMount.Version, isHierarchical: Bool)] = [
    ("memory.events.local", .v2, false), ("memory.events", .v2, true),
    ("memory.oom_control", .v1, false),
  ]

  /// Nil where the group is no more, or its kernel does not count.
  public init?(
    _ root: KernelRoot, _ mount: CgroupMount, _ group: String, _ buffer: inout ReadBuffer
  ) {
    guard let directory = mount.directory(of: group) else { return nil }
    for file in Self.files where file.version == mount.version {
      guard case .bytes = root.read(directory + "/" + file.name, into: &buffer) else { continue }
      let lines = buffer.withBytes { bytes in
        var lines = NamedValues()
        _ = lines.update(bytes)
        return lines
      }
      func value(_ name: String) -> UInt64? {
        lines.index(of: name).flatMap { lines.value(at: $0) }
      }
      guard let oomKill = value("oom_kill") else { continue }
      self.oomKill = oomKill
      oomGroupKill = value("oom_group_kill")
      isHierarchical = file.isHierarchical
      return
    }
    return nil
  }
}
