import LinuxKernel

/// Reads the tree again and again, as often as its size allows.
public struct CgroupTreeReader: Sendable {
  private var last: CgroupTree?
  /// Unit: nanoseconds since boot.
  private var dueAt: UInt64 = 0

  /// How many times as long as a reading took passes before the next: a tenth of one core at most.
  private static let rest: UInt64 = 9

  public init() {}

  /// Whether a large tree has rested long enough.
  public func isDue(now: UInt64) -> Bool { now >= dueAt }

  /// Reads the tree, with what changed since the reading before.
  ///
  /// Throws: why there is none.
  public mutating func read(_ root: KernelRoot) throws(CgroupTree.Failure) -> CgroupTree {
    let start = KernelClock.monotonic()
    var tree = try CgroupTree(root)
    if let last { tree.compare(with: last) }
    last = tree
    let end = KernelClock.monotonic()
    dueAt = end + (end - start) * Self.rest
    return tree
  }
}

extension CgroupTree.Failure {
  /// In words, for people.
  public var message: String {
    switch self {
    case .noHierarchy: "no hierarchy that accounts for memory is mounted"
    case .noGroup(let path): "\(VisibleText.make(path)): there is no such group"
    case .unreadable(let failure): VisibleText.make(failure.text)
    }
  }
}
