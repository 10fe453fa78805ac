import LinuxKernel

/// The limits on the way from a group up to the root: memory is charged to each of them, and the
/// first that has no room left is where the killer looks for a victim.
public struct CgroupPathLimits: Sendable, Equatable {
  /// One group of the path.
  public struct Level: Sendable, Equatable {
    /// As `/proc/PID/cgroup` names it.
    public let group: String
    public let memory: GroupMemory
    /// What its processes can still put in swap. Unit: bytes.
    public let swapLeft: UInt64
    /// How much more can be charged before the kernel kills for this group: page cache and swap count
    /// as room. Unit: bytes. Nil without a limit, and where the usage is not known.
    public var headroom: UInt64? { memory.headroom(swap: swapLeft) }
  }

  /// The group itself first; groups where memory is not accounted for are left out, and those above
  /// what the mount shows.
  public let levels: [Level]

  public init(_ levels: [Level]) { self.levels = levels }

  /// Reads the path of a group that is named as `/proc/PID/cgroup` names it.
  ///
  /// - Parameters:
  ///   - swapFree: of the host. Unit: bytes. Nil where it is not known: then none counts as room.
  ///   - swappiness: of the host, `vm.swappiness`.
  public init(
    _ group: String, _ mounts: [CgroupMount], _ root: KernelRoot, _ buffer: inout ReadBuffer,
    swapFree: UInt64?, swappiness: Int32?
  ) {
    var groups: [(name: String, memory: GroupMemory)] = []
    for name in CgroupPath.upwards(from: group) {
      guard let memory = GroupMemory(of: name, mounts, root, &buffer) else { continue }
      if let below = groups.last, !below.memory.isCounted(in: memory) { break }
      groups.append((name, memory))
    }
    // Swap is charged to every group up to the root.
    var free = swapFree ?? 0
    var levels: [Level] = []
    for (name, memory) in groups.reversed() {
      free = memory.swapLeft(of: free, swappiness: swappiness)
      levels.append(Level(group: name, memory: memory, swapLeft: free))
    }
    self.levels = levels.reversed()
  }

  /// Those that have a limit.
  public var limited: [Level] { levels.filter { $0.memory.limit != nil } }

  /// The limit that is reached first, as usage stands and cache and swap give room; of equals the lowest group. Nil where there is
  /// no limit, and where it cannot be told because a usage could not be read.
  public var binding: Level? {
    let limited = limited
    if limited.count == 1 { return limited[0] }
    var nearest: (level: Level, headroom: UInt64)?
    for level in limited {
      guard let headroom = level.headroom else { return nil }
      if nearest.map({ headroom < $0.headroom }) ?? true { nearest = (level, headroom) }
    }
    return nearest?.level
  }
}
