import LinuxKernel

/// What a shortage of some memory nodes depends on: who may use them, and how large they are.
public struct NodeFacts: Sendable {
  /// The nodes asked about.
  public let nodes: NodeList
  /// Nil where `zoneinfo` cannot be read.
  public let pages: NodePages?
  /// Processes whose cpuset keeps them off these nodes: their death would free nothing there.
  public private(set) var outside: Set<Int32> = []
  /// Processes of which that is not known; they count as candidates.
  public private(set) var unknown = 0

  /// Processes that a memory policy binds to other nodes. Where a policy's nodes are full the kernel
  /// passes them over; where a cpuset's are, it does not ask.
  public private(set) var boundElsewhere: Set<Int32> = []
  /// Processes whose memory policy could not be read.
  public private(set) var unknownPolicies = 0

  /// Reads it for the processes of a sample.
  public init(
    _ nodes: NodeList, _ root: KernelRoot, _ processes: borrowing ProcessTable,
    _ buffer: inout ReadBuffer
  ) {
    self.nodes = nodes
    if case .bytes = root.read("proc/zoneinfo", into: &buffer) {
      pages = buffer.withBytes { NodePages($0) }
    } else {
      pages = nil
    }
    for process in processes.rows where !process.isKernelThread {
      guard let allowed = AllowedNodes.read(process.pid, in: root, &buffer) else {
        unknown += 1
        continue
      }
      if !allowed.intersects(nodes) {
        outside.insert(process.pid)
        continue
      }
      switch MemoryPolicy.read(process.pid, in: root, &buffer) {
      case .free?: break
      case .bound(let own)?:
        if !own.intersects(nodes) { boundElsewhere.insert(process.pid) }
      case nil: unknownPolicies += 1
      }
    }
  }

  /// Whether they are all the nodes with memory: then it is the host that is short.
  var areAll: Bool {
    pages?.nodes.allSatisfy { $0.present == 0 || nodes.contains($0.number) } ?? false
  }

  /// The nodes that `oom_score_adj` is scaled by. Unit: pages.
  func size(_ rules: KillRules) -> Int64? {
    guard let pages else { return nil }
    let sizes = pages.nodes.filter { nodes.contains($0.number) }.map {
      rules.countsHolesOfNodes ? $0.spanned : $0.present
    }
    let sum = sizes.reduce(into: Int64(0)) { $0 = $0.addingSaturated(KillTerms.pages($1)) }
    return sum > 0 ? sum : nil
  }
}
