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
    var host = KillHost(root)
    self.init(root, &host, for: group, nodes: nodes, sample, sharing: sharing)
  }

  /// - Parameter host: what seldom changes, which is asked for what it does not know yet.
  init(
    _ root: KernelRoot, _ host: inout KillHost, for group: String?, nodes: NodeList? = nil,
    _ sample: borrowing Sample, sharing: (ProcessID, ProcessID) -> MemorySharing.Answer
  ) {
    groupAskedFor = group
    sysctls = host.sysctls
    processors = host.processors
    var buffer = ReadBuffer()
    if let group {
      let path = CgroupPathLimits(
        group, host.mounts, root, &buffer, swapFree: sample.memInfo.value?[.swapFree],
        swappiness: sysctls.swappiness)
      self.group = path.levels.first.flatMap { $0.group == group ? $0.memory : nil }
      limits = path
    }
    if let nodes { self.nodes = NodeFacts(nodes, root, sample.processes, &buffer) }
    groupsKilledTogether = host.groupsKilledTogether(sample.processes, root)
    sharers = MemorySharerFinder(sample.processes).sharers(sharing)
    for process in sample.processes.rows
    where process.state == UInt8(ascii: "Z") && process.threads ?? 1 > 1 {
      survivingThreads[process.pid] = ThreadMemory.read(process.pid, in: root, &buffer)
    }
    failure = buffer.failure ?? host.failure
  }
}
