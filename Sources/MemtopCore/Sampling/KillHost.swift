import LinuxKernel

/// What of a host the kernel's choice depends on and seldom changes: kept for some samples, since to read it
/// costs as much as many processes.
struct KillHost: Sendable {
  let sysctls: MemorySysctls
  let processors: Int?
  let mounts: [CgroupMount]
  /// A file that could not be read although it is there.
  private(set) var failure: ReadFailure?
  /// Unit: nanoseconds since boot.
  private let readAt: UInt64
  private var asked: Set<String> = []
  private var together: Set<String> = []
  /// Where v1 has the memory controller, v2 has it not, and v1 knows no groups that die together.
  private let hasGroupsKilledTogether: Bool

  /// Unit: nanoseconds.
  private static let age: UInt64 = 5_000_000_000

  init(_ root: KernelRoot) {
    var buffer = ReadBuffer()
    readAt = KernelClock.monotonic()
    sysctls = MemorySysctls(root, &buffer)
    processors =
      root.value(of: "proc/stat", &buffer, ProcessorCount.inStat)
      ?? root.value(of: "proc/zoneinfo", &buffer, ProcessorCount.inZoneInfo)
    mounts = CgroupMount.list(root, &buffer)
    hasGroupsKilledTogether =
      mounts.first.map {
        $0.version == .v2 || root.inode(ofDirectory: $0.directory) == nil
      } ?? false
    failure = buffer.failure
  }

  /// A captured system is read each time: it may be the next of a series.
  func isOld(_ root: KernelRoot) -> Bool {
    !root.isLive || KernelClock.monotonic() - readAt > Self.age
  }

  /// Asks every group that has processes, and the groups above it, whether it dies together.
  mutating func groupsKilledTogether(
    _ processes: borrowing ProcessTable, _ root: KernelRoot
  ) -> Set<String> {
    guard hasGroupsKilledTogether else { return [] }
    var buffer = ReadBuffer()
    var last = TextRange()
    for row in processes.rows.indices {
      let range = processes.rows[row].cgroupRange
      guard range != last, let bytes = processes.cgroup(row) else { continue }
      last = range
      for name in CgroupPath.upwards(from: String(decoding: bytes, as: UTF8.self)) {
        // What is above a group that was asked was asked with it.
        guard asked.insert(name).inserted else { break }
        for mount in mounts {
          guard let directory = mount.directory(of: name),
            CgroupMemoryV2.killsTogether(root, directory, &buffer)
          else { continue }
          together.insert(name)
          break
        }
      }
    }
    failure = failure ?? buffer.failure
    return together
  }
}
