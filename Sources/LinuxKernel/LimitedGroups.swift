/// The cgroups that have a limit of memory, read again and again.
///
/// To look for them takes a hundredth of the time at most: a group that is given a limit in between is seen a
/// little later. Of thousands, those that are near their limits are read each time, the others in turn.
public struct LimitedGroups: ~Copyable {
  private struct Known {
    let mount: CgroupMount
    /// Below the mount.
    let path: String
    var use: CgroupUse
  }

  /// So many are read each time, whatever there are.
  static let fewest = 256
  /// Within so long each one is read. Unit: nanoseconds.
  static let round: UInt64 = 10_000_000_000
  /// How many times as long as the search took passes before the next.
  private static let rest: UInt64 = 100

  private var known: [Known] = []
  /// Who is read next of those that take turns.
  private var turn = 0
  /// Unit: nanoseconds since boot.
  private var searchDueAt: UInt64 = 0
  private var readAt: UInt64 = 0
  /// Of the last `memory.stat`: most groups have the same ones.
  private var statNames = NamedValues()

  public init() {}

  /// All groups below the mounts that have a limit.
  ///
  /// - Parameters:
  ///   - count: so many groups of a mount are looked at, at the most.
  ///   - now: nanoseconds since boot.
  public mutating func read(
    _ root: KernelRoot, _ mounts: [CgroupMount], count: Int, now: UInt64, _ buffer: inout ReadBuffer
  ) -> [CgroupUse] {
    if now >= searchDueAt {
      let start = KernelClock.monotonic()
      search(root, mounts, count: count, &buffer)
      searchDueAt = now + (KernelClock.monotonic() - start) * Self.rest
    } else {
      reread(root, now: now, &buffer)
    }
    readAt = now
    return known.map(\.use)
  }

  private mutating func search(
    _ root: KernelRoot, _ mounts: [CgroupMount], count: Int, _ buffer: inout ReadBuffer
  ) {
    known = []
    for mount in mounts where root.hasFolder(mount.directory) {
      var waiting = [""]
      var seen = 0
      while let path = waiting.popLast(), seen < count {
        seen += 1
        if let use = CgroupUse(root, mount, path, &statNames, &buffer) {
          known.append(Known(mount: mount, path: path, use: use))
        }
        let folders = root.folders(in: mount.directory + path)
        waiting += folders.reversed().map { path + "/" + $0 }
      }
      // Where v1 has the controller, the other hierarchy has it not.
      if mount.version == .v1, !known.isEmpty { break }
    }
  }

  private mutating func reread(_ root: KernelRoot, now: UInt64, _ buffer: inout ReadBuffer) {
    let elapsed = min(now - min(now, readAt), Self.round)
    let due = max(Self.fewest, Int(UInt64(known.count) * elapsed / Self.round))
    let turns = due < known.count ? turn..<turn + due : 0..<known.count
    var left: [Known] = []
    left.reserveCapacity(known.count)
    for (number, one) in known.enumerated() {
      var one = one
      one.use.isFresh =
        turns.contains(number) || turns.contains(number + known.count) || one.use.isNearLimit
      if one.use.isFresh {
        // It was removed, or has no limit any more.
        guard let use = CgroupUse(root, one.mount, one.path, &statNames, &buffer) else { continue }
        one.use = use
      }
      left.append(one)
    }
    turn = known.isEmpty ? 0 : turns.upperBound % known.count
    known = left
  }
}
