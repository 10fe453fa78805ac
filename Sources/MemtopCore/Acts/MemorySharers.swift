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
  public let parent: Int32?

  public init(
    process: ProcessID, name: String, vmSize: UInt64?, vmPTE: UInt64?, parent: Int32? = nil
  ) {
    self.process = process
    self.name = name
    self.vmSize = vmSize
    self.vmPTE = vmPTE
    self.parent = parent
  }

  /// The other processes that might share this one's memory: equal address space and page tables, or a
  /// parent or child of nearly its size, since sizes of those at work are read a moment apart.
  /// None where this one's sizes are not known.
  public func sharerCandidates(among all: [MemoryFootprint]) -> [MemoryFootprint] {
    guard vmSize != nil, vmPTE != nil else { return [] }
    return all.filter { $0.process != process && (isAlike($0) || isNearKin($0)) }
  }

  /// Whether both have the same sizes: where the kernel cannot be asked, that is a reason for doubt.
  public func isAlike(_ other: MemoryFootprint) -> Bool {
    vmSize != nil && vmPTE != nil && vmSize == other.vmSize && vmPTE == other.vmPTE
  }

  /// Whether one is the other's parent and their address spaces differ by a quarter at most.
  func isNearKin(_ other: MemoryFootprint) -> Bool {
    guard let vmSize, let size = other.vmSize, other.vmPTE != nil else { return false }
    return (parent == other.process.pid || other.parent == process.pid)
      && max(vmSize, size) - min(vmSize, size) <= max(vmSize, size) / 4
  }
}
