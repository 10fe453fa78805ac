import LinuxKernel

/// The other processes that live in a process's memory, as far as the kernel says.
public struct MemorySharers: Sendable, Equatable {
  public struct Other: Sendable, Equatable {
    public let process: ProcessID
    /// Already made visible.
    public let name: String

    public init(process: ProcessID, name: String) {
      self.process = process
      self.name = name
    }
  }

  public var others: [Other]
  /// The kernel did not say it of at least one candidate.
  public var cannotTell: Bool

  public init(others: [Other] = [], cannotTell: Bool = false) {
    self.others = others
    self.cannotTell = cannotTell
  }

  /// Takes over the answer about one candidate.
  public mutating func add(_ other: Other, _ answer: MemorySharing.Answer) {
    switch answer {
    case .shared: others.append(other)
    case .apart: break
    case .cannotTell: cannotTell = true
    }
  }
}

/// What two processes must have alike before it is worth asking whether they share their memory.
public struct MemoryFootprint: Sendable, Equatable {
  public let process: ProcessID
  /// Already made visible.
  public let name: String
  /// Unit: bytes.
  public let vmSize: UInt64?
  /// Unit: bytes.
  public let vmPTE: UInt64?

  public init(process: ProcessID, name: String, vmSize: UInt64?, vmPTE: UInt64?) {
    self.process = process
    self.name = name
    self.vmSize = vmSize
    self.vmPTE = vmPTE
  }

  /// The other processes that might share this one's memory: equal address space and page tables.
  /// None where this one's sizes are not known.
  public func sharerCandidates(among all: [MemoryFootprint]) -> [MemoryFootprint] {
    guard let vmSize, let vmPTE else { return [] }
    return all.filter { $0.process != process && $0.vmSize == vmSize && $0.vmPTE == vmPTE }
  }
}
