import LinuxKernel

/// What a group of either version says of its memory.
public enum GroupMemory: Sendable, Equatable {
  case v1(CgroupMemoryV1)
  case v2(CgroupMemoryV2)

  /// Nil where no mount shows the group, or memory is not accounted for in it.
  public init?(
    of group: String, _ mounts: [CgroupMount], _ root: KernelRoot, _ buffer: inout ReadBuffer
  ) {
    for mount in mounts {
      guard let directory = mount.directory(of: group) else { continue }
      let found =
        switch mount.version {
        case .v1: CgroupMemoryV1(root, directory, &buffer).map(GroupMemory.v1)
        case .v2: CgroupMemoryV2(root, directory, &buffer).map(GroupMemory.v2)
        }
      if let found {
        self = found
        return
      }
    }
    return nil
  }

  /// Where the killer begins. Unit: bytes. Nil where there is no limit.
  public var limit: UInt64? {
    switch self {
    case .v1(let group): Self.limited(group.limit)
    case .v2(let group): group.limit.bytes
    }
  }

  /// Unit: bytes.
  public var current: UInt64? {
    switch self {
    case .v1(let group): group.current
    case .v2(let group): group.current
    }
  }

  /// The limit of memory and swap together, which only v1 has. Unit: bytes. Nil where there is none.
  public var memoryAndSwapLimit: UInt64? {
    if case .v1(let group) = self { return group.memoryAndSwapLimit.flatMap(Self.limited) }
    return nil
  }

  /// How far the usage is from the limit; of v1 also that of memory and swap together, whichever is
  /// nearer. Unit: bytes. Nil without a limit, and where the usage is not known.
  public var headroom: UInt64? {
    guard let limit, let current else { return nil }
    let memory = limit - min(limit, current)
    guard let both = memoryAndSwapLimit, case .v1(let group) = self,
      let used = group.memoryAndSwapCurrent
    else { return memory }
    return min(memory, both - min(both, used))
  }

  /// Whether the group above counts what this one holds.
  func isCounted(in above: GroupMemory) -> Bool {
    if case .v1(let group) = above { return group.isHierarchical }
    return true
  }

  /// Without a limit v1 shows the largest number of whole pages.
  private static func limited(_ size: UInt64) -> UInt64? { size >> 62 == 0 ? size : nil }
}
