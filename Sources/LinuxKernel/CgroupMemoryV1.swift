/// What a cgroup v1 says of its memory and of the killer.
///
/// Source: `memory.*` below the mount of the `memory` controller. Unit of sizes: bytes.
public struct CgroupMemoryV1: Sendable, Equatable {
  /// Key file `memory.limit_in_bytes`; without a limit the largest number of whole pages.
  public var limit: UInt64
  /// Key file `memory.memsw.limit_in_bytes`: memory and swap; nil where swap is not accounted for.
  public var memoryAndSwapLimit: UInt64?
  /// Key file `memory.usage_in_bytes`.
  public var current: UInt64?
  /// Key file `memory.memsw.usage_in_bytes`.
  public var memoryAndSwapCurrent: UInt64?
  /// Key file `memory.swappiness`.
  public var swappiness: Int32?
  /// Key file `memory.use_hierarchy`; always so since 5.11.
  public var isHierarchical: Bool
  /// Key file `memory.oom_control`, line `oom_kill_disable`: at the limit processes wait.
  public var killIsDisabled: Bool

  /// What can be taken back before anyone is killed; nil where `memory.stat` does not tell.
  public var reclaimable: ReclaimableMemory?

  /// Nil when the directory is no group of the controller.
  public init?(_ root: KernelRoot, _ directory: String, _ buffer: inout ReadBuffer) {
    func read<T>(_ name: String, _ parse: (Span<UInt8>) -> T?, _ buffer: inout ReadBuffer) -> T? {
      root.value(of: directory + "/memory." + name, &buffer, parse)
    }
    guard let limit = read("limit_in_bytes", SmallNumber.parseSize, &buffer) else { return nil }
    self.limit = limit
    memoryAndSwapLimit = read("memsw.limit_in_bytes", SmallNumber.parseSize, &buffer)
    current = read("usage_in_bytes", SmallNumber.parseSize, &buffer)
    memoryAndSwapCurrent = read("memsw.usage_in_bytes", SmallNumber.parseSize, &buffer)
    swappiness = read("swappiness", SmallNumber.parse, &buffer)
    isHierarchical = read("use_hierarchy", SmallNumber.parse, &buffer) != 0
    reclaimable = ReclaimableMemory(root, directory, &buffer)
    killIsDisabled = read("oom_control", Self.killIsDisabled, &buffer) == true
  }

  /// The part of a whole reading that decides about a kill; nil where it has no limit's file.
  public init?(_ memory: CgroupMemory) {
    guard memory.version == .v1, let limit = memory.max.value else { return nil }
    self.limit = limit.bytes ?? .max
    memoryAndSwapLimit = memory.memoryAndSwapMax.value.map { $0.bytes ?? .max }
    current = memory.current.value
    memoryAndSwapCurrent = memory.memoryAndSwap.value
    swappiness = memory.swappiness
    isHierarchical = memory.isHierarchical
    killIsDisabled = memory.oomKillDisable.value == true
    reclaimable = memory.stat.value.flatMap { ReclaimableMemory($0) }
  }

  /// The line `oom_kill_disable` of `memory.oom_control`; nil where there is none.
  static func killIsDisabled(_ bytes: Span<UInt8>) -> Bool? {
    var lines = NamedValues()
    _ = lines.update(bytes)
    return lines.index(of: "oom_kill_disable").flatMap { lines.value(at: $0) }.map { $0 != 0 }
  }
}
