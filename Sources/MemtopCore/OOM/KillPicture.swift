import LinuxKernel

/// The kernel's choice at one sample: everyone it compares, and the orders for the host and the group
/// asked about.
public struct KillPicture: Sendable {
  public let candidates: KillCandidates
  /// Nil where the host's size is not known.
  public let host: KillOrder?
  /// The group asked about; nil for none, and for one that has no memory files.
  public let group: KillOrder?
  /// Running programs that kill before the kernel does.
  public let killers: [OOMDaemon]
  /// Whether all were compared that the kernel compares.
  public let view: ProcessView

  /// Nil where the sample was taken without what the choice depends on.
  init?(_ sample: borrowing Sample, _ hostFacts: HostFacts) {
    guard let facts = sample.killFacts else { return nil }
    let candidates = KillCandidates(sample, hostFacts, facts)
    self.candidates = candidates
    view = ProcessView(sample, hostFacts)
    killers = OOMDaemon.running(sample.processes)
    host = candidates.host.map { KillOrder(candidates, $0) }
    group = facts.groupAskedFor.flatMap {
      candidates.scope($0, sample, pageSize: hostFacts.pageSize)
    }.map { KillOrder(candidates, $0) }
  }

  private init(_ candidates: KillCandidates, like other: KillPicture) {
    self.candidates = candidates
    view = other.view
    killers = other.killers
    host = other.host.map { KillOrder(candidates, $0.scope) }
    group = other.group.map { KillOrder(candidates, $0.scope) }
  }

  /// The picture after edits of `oom_score_adj`, which add up.
  public func after(_ edits: [ProcessID: Int32]) -> KillPicture {
    var edited = candidates
    for (process, adj) in edits where candidate(process) != nil {
      edited.set(adj: adj, of: process.pid)
    }
    return KillPicture(edited, like: self)
  }

  /// What was compared of a process; nil for one that came later.
  public func candidate(_ process: ProcessID) -> KillCandidate? {
    place(process).map { candidates.processes[$0] }
  }

  /// A process's rank in one of the orders; nil for what is never killed, or came later.
  public func rank(_ process: ProcessID, in order: KillOrder?) -> Int? {
    guard let place = place(process) else { return nil }
    return order?.rank(of: Int32(place))
  }

  /// The process in a row of the candidates.
  public func id(_ row: Int32) -> ProcessID { candidates.processes[Int(row)].id }

  private func place(_ process: ProcessID) -> Int? {
    let processes = candidates.processes
    var low = 0
    var high = processes.count
    while low < high {
      let middle = (low + high) / 2
      if processes[middle].pid < process.pid { low = middle + 1 } else { high = middle }
    }
    return low < processes.count && processes[low].id == process ? low : nil
  }
}
