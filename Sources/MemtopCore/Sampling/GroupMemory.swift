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

  /// Nil where memory is not accounted for in the group, as in v2's root.
  public init?(_ memory: CgroupMemory) {
    let found =
      switch memory.version {
      case .v1: CgroupMemoryV1(memory).map(GroupMemory.v1)
      case .v2: CgroupMemoryV2(memory).map(GroupMemory.v2)
      }
    guard let found else { return nil }
    self = found
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

  /// What the kernel can take back before anyone is killed; nil where that is not told.
  public var reclaimable: ReclaimableMemory? {
    switch self {
    case .v1(let group): group.reclaimable
    case .v2(let group): group.reclaimable
    }
  }

  /// How much more can be charged before the kernel kills: what is left of the limit, the page cache,
  /// which is given back first, and what can still go to swap. Of v1 also what is left of the limit of
  /// memory and swap, which only the cache relieves, whichever is nearer. Unit: bytes. Nil without a
  /// limit, and where the usage is not known; where `memory.stat` does not tell, it is what is left.
  ///
  /// - Parameter swap: what the group's processes can still put there. Unit: bytes.
  func headroom(swap: UInt64) -> UInt64? {
    guard let limit, let current else { return nil }
    let cache = reclaimable?.cache ?? 0
    let toSwap = min(swap, reclaimable?.swappable ?? 0)
    func left(of limit: UInt64, _ used: UInt64, _ room: UInt64) -> UInt64 {
      let room = limit.addingSaturated(room)
      return room - min(room, used)
    }
    let memory = left(of: limit, current, cache.addingSaturated(toSwap))
    guard let both = memoryAndSwapLimit, case .v1(let group) = self,
      let used = group.memoryAndSwapCurrent
    else { return memory }
    return min(memory, left(of: both, used, cache))
  }

  /// What its own rules leave of the swap that is free above it. Unit: bytes.
  ///
  /// - Parameter swappiness: the host's, `vm.swappiness`.
  func swapLeft(of free: UInt64, swappiness: Int32?) -> UInt64 {
    switch self {
    case .v1(let group): return group.swappiness ?? swappiness == 0 ? 0 : free
    case .v2(let group):
      guard swappiness != 0 else { return 0 }
      guard let limit = group.swapLimit?.bytes else { return free }
      return min(free, limit - min(limit, group.swapCurrent ?? 0))
    }
  }

  /// Whether the group above counts what this one holds.
  func isCounted(in above: GroupMemory) -> Bool {
    if case .v1(let group) = above { return group.isHierarchical }
    return true
  }

  /// Without a limit v1 shows the largest number of whole pages.
  private static func limited(_ size: UInt64) -> UInt64? { size >> 62 == 0 ? size : nil }
}
