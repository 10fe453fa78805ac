import LinuxKernel

/// What the choice depends on besides the processes: raw values, read with a sample.
public struct KillFacts: Sendable {
  public var processors: Int?
  public var sysctls: MemorySysctls
  /// As `/proc/PID/cgroup` names it; nil where only the host is asked about.
  public let groupAskedFor: String?
  /// Its memory; nil for the host, and where it has no memory files.
  public var group: GroupMemory?
  /// The limits on the path of the group asked about; nil for the host.
  public var limits: CgroupPathLimits?
  /// How much more can be charged to the group asked about before the kernel kills. Unit: bytes. Nil
  /// for the host, and where it cannot be told.
  var groupHeadroom: UInt64? {
    limits?.levels.first.flatMap { $0.group == groupAskedFor ? $0.headroom : nil }
  }

  /// The memory nodes asked about.
  public var nodes: NodeFacts?
  /// Groups that die together (`memory.oom.group`), as `/proc/PID/cgroup` names them.
  var groupsKilledTogether: Set<String> = []
  /// Processes that live in another's memory, with the first process of that memory.
  public var sharers: [Int32: Int32] = [:]
  /// Processes whose first thread has ended while others live.
  var survivingThreads: [Int32: ThreadMemory] = [:]

  /// A file that could not be read although it is there: an order without it may be wrong.
  public private(set) var failure: ReadFailure?

  /// Reads what the choice for a group, or the host, depends on.
  ///
  /// - Parameters:
  ///   - nodes: memory nodes that run short, where it is not the whole host.
  ///   - sample: holds `KillPlan.files` of every process.
  ///   - sharing: whether two processes that look alike live in one memory; the running kernel can
  ///     be asked, a captured one cannot.
  public init(
    _ root: KernelRoot, for group: String?, nodes: NodeList? = nil, _ sample: borrowing Sample,
    sharing: (ProcessID, ProcessID) -> MemorySharing.Answer = { _, _ in .cannotTell }
  ) {
    groupAskedFor = group
    var buffer = ReadBuffer()
    sysctls = MemorySysctls(root, &buffer)
    processors =
      root.value(of: "proc/stat", &buffer, ProcessorCount.inStat)
      ?? root.value(of: "proc/zoneinfo", &buffer, ProcessorCount.inZoneInfo)
    let mounts = CgroupMount.list(root, &buffer)
    if let group {
      let path = CgroupPathLimits(
        group, mounts, root, &buffer, swapFree: sample.memInfo.value?[.swapFree],
        swappiness: sysctls.swappiness)
      self.group = path.levels.first.flatMap { $0.group == group ? $0.memory : nil }
      limits = path
    }
    if let nodes { self.nodes = NodeFacts(nodes, root, sample.processes, &buffer) }
    readGroups(mounts, root, sample.processes, &buffer)
    sharers = MemorySharerFinder(sample.processes).sharers(sharing)
    for process in sample.processes.rows
    where process.state == UInt8(ascii: "Z") && process.threads ?? 1 > 1 {
      survivingThreads[process.pid] = ThreadMemory.read(process.pid, in: root, &buffer)
    }
    failure = buffer.failure
  }

  /// Asks every group that has processes, and the groups above it, whether it dies together.
  private mutating func readGroups(
    _ mounts: [CgroupMount], _ root: KernelRoot, _ processes: borrowing ProcessTable,
    _ buffer: inout ReadBuffer
  ) {
    // Where v1 has the memory controller, v2 has it not, and v1 knows no such groups.
    if let first = mounts.first, first.version == .v1,
      root.inode(ofDirectory: first.directory) != nil
    {
      return
    }
    var asked: Set<String> = []
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
          groupsKilledTogether.insert(name)
          break
        }
      }
    }
  }
}
