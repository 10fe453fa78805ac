/// What a cgroup v2 says of its memory and of the killer.
///
/// Source: `memory.*` below `/sys/fs/cgroup`. Unit of sizes: bytes.
public struct CgroupMemoryV2: Sendable, Equatable {
  /// Key file `memory.max`.
  public var limit: CgroupLimit
  /// Key file `memory.high`: above it processes are slowed, and nobody is killed.
  public var high: CgroupLimit?
  /// Key file `memory.swap.max`; nil where swap is not accounted for.
  public var swapLimit: CgroupLimit?
  /// Key file `memory.current`.
  public var current: UInt64?
  /// Key file `memory.swap.current`.
  public var swapCurrent: UInt64?
  /// Key file `memory.oom.group`. Since: 4.19.
  public var killsTogether: Bool

  /// What can be taken back before anyone is killed; nil where `memory.stat` does not tell.
  public var reclaimable: ReclaimableMemory?

  /// Nil when the directory has no `memory.max`: it is no group, the root, or without the controller.
  public init?(_ root: KernelRoot, _ directory: String, _ buffer: inout ReadBuffer) {
    func read<T>(_ name: String, _ parse: (Span<UInt8>) -> T?, _ buffer: inout ReadBuffer) -> T? {
      root.value(of: directory + "/" + name, &buffer, parse)
    }
    guard let limit = read("memory.max", CgroupLimit.parse, &buffer) else { return nil }
    self.limit = limit
    high = read("memory.high", CgroupLimit.parse, &buffer)
    swapLimit = read("memory.swap.max", CgroupLimit.parse, &buffer)
    current = read("memory.current", SmallNumber.parseSize, &buffer)
    swapCurrent = read("memory.swap.current", SmallNumber.parseSize, &buffer)
    reclaimable = ReclaimableMemory(root, directory, &buffer)
    killsTogether = Self.killsTogether(root, directory, &buffer)
  }

  /// The part of a whole reading that decides about a kill; nil where it has no `memory.max`.
  public init?(_ memory: CgroupMemory) {
    guard memory.version == .v2, let limit = memory.max.value else { return nil }
    self.limit = limit
    high = memory.high.value
    swapLimit = memory.swapMax.value
    current = memory.current.value
    swapCurrent = memory.swap.value
    killsTogether = memory.oomGroup.value == true
    reclaimable = memory.stat.value.flatMap { ReclaimableMemory($0) }
  }

  /// Whether all processes of a group die when one of them is chosen.
  public static func killsTogether(
    _ root: KernelRoot, _ directory: String, _ buffer: inout ReadBuffer
  ) -> Bool {
    root.value(of: directory + "/memory.oom.group", &buffer) { SmallNumber.parse($0) } == 1
  }
}

/// A limit that a group may not have.
public enum CgroupLimit: Sendable, Equatable {
  /// Unit: bytes.
  case bytes(UInt64)
  case none

  /// Nil where there is no limit. Unit: bytes.
  public var bytes: UInt64? {
    if case .bytes(let size) = self { return size }
    return nil
  }

  /// Nil when the text is neither one number nor `max`.
  public static func parse(_ bytes: Span<UInt8>) -> CgroupLimit? {
    if bytes.starts(with: "max", at: 0), bytes.count == 3 || bytes[3] == 0x0a {
      return CgroupLimit.none
    }
    return SmallNumber.parseSize(bytes).map(CgroupLimit.bytes)
  }
}
