import LinuxKernel

/// The paths of cgroups by the inodes of their directories, as far as processes are in them.
///
/// A path is read from `/proc/PID/cgroup` of the first process seen in a group, so it reads as every
/// other process's would; the directory's inode proves that the process was in that group then.
struct CgroupPaths: ~Copyable {
  private struct Entry {
    /// Nil where no directory proves a path.
    var path: [UInt8]?
    /// Where the table of this round holds it.
    var range = TextRange()
    var round: Int32
  }

  private let root: KernelRoot
  private let mounts: [CgroupMount]
  private var buffer = ReadBuffer(capacity: 1 << 12)
  private var entries: [UInt64: Entry] = [:]
  /// Groups without processes for so many rounds are forgotten.
  private static let memory: Int32 = 64

  init(_ root: KernelRoot) {
    self.root = root
    if case .bytes = root.read("proc/self/mountinfo", into: &buffer) {
      mounts = buffer.withBytes { CgroupMount.parse($0) }
    } else {
      mounts = []
    }
  }

  /// Where `table` holds the path of a group that a process is in; nil where it is not known.
  mutating func path(
    of group: UInt64, in table: inout ProcessTable, of pid: Int32, round: Int32
  ) -> TextRange? {
    if let entry = entries[group], entry.round == round {
      return entry.path == nil ? nil : entry.range
    }
    var entry = entries[group] ?? Entry(path: read(group, pid), round: round)
    // A group can be renamed, and one that had no directory here can get one.
    let isDue = (UInt32(truncatingIfNeeded: group) ^ UInt32(bitPattern: round)) & 63 == 0
    if isDue, entry.round != round, entry.path.map({ !isDirectory($0, group) }) ?? true {
      entry.path = read(group, pid)
    }
    entry.round = round
    if let path = entry.path { entry.range = table.keep(path) }
    entries[group] = entry
    return entry.path == nil ? nil : entry.range
  }

  /// Forgets groups that have had no processes for long.
  mutating func forget(round: Int32) {
    guard round & (Self.memory - 1) == 0 else { return }
    entries = entries.filter { round &- $0.value.round < Self.memory }
  }

  private mutating func read(_ group: UInt64, _ pid: Int32) -> [UInt8]? {
    let path = root.value(of: "proc/\(pid)/cgroup", &buffer) { ProcessCgroup.name($0) }
    guard let path else { return nil }
    if isDirectory(path, group) { return path }
    // A first thread that has ended reads as in the root group of version 1.
    return LivingThread.cgroup(of: pid, in: root, &buffer)
      .flatMap { isDirectory($0, group) ? $0 : nil }
  }

  private func isDirectory(_ path: [UInt8], _ group: UInt64) -> Bool {
    guard let path = String(validating: path, as: UTF8.self) else { return false }
    return mounts.contains { mount in
      mount.directory(of: path).flatMap(root.inode(ofDirectory:)) == group
    }
  }
}
