import LinuxKernel

/// What was found when a prompt took hold of a process.
public struct HeldProcess: Sendable, Equatable {
  public let process: ProcessID
  /// Already made visible.
  public let name: String
  /// False when the process is no more: nothing will be done to it.
  public let isThere: Bool
  /// Its `oom_score_adj` now; nil where it could not be read.
  public let adj: Int32?
  /// Nil where it is not known.
  public let owner: UInt32?
  public let sharers: MemorySharers
  public let rights: AdjRights

  public init(
    process: ProcessID, name: String, isThere: Bool, adj: Int32?, owner: UInt32?,
    sharers: MemorySharers, rights: AdjRights
  ) {
    self.process = process
    self.name = name
    self.isThere = isThere
    self.adj = adj
    self.owner = owner
    self.sharers = sharers
    self.rights = rights
  }

  /// The same with another value of `oom_score_adj`, or as one that ended.
  public func changed(adj: Int32? = nil, isThere: Bool = true) -> HeldProcess {
    HeldProcess(
      process: process, name: name, isThere: isThere, adj: adj ?? self.adj, owner: owner,
      sharers: sharers, rights: rights)
  }
}
