/// What the kernel can take back from a cgroup, its subgroups' included, before it must kill.
///
/// Source: `memory.stat`; of version 1 the keys that begin with `total_`. Unit: bytes.
public struct ReclaimableMemory: Sendable, Equatable {
  /// Page cache: keys `active_file` and `inactive_file`. What is locked or in tmpfs is in neither.
  public let cache: UInt64
  /// What could go to swap, shmem and tmpfs included: keys `active_anon` and `inactive_anon`.
  public let swappable: UInt64

  public init(cache: UInt64, swappable: UInt64) {
    self.cache = cache
    self.swappable = swappable
  }

  /// Nil where a key is missing.
  public init?(_ root: KernelRoot, _ directory: String, _ buffer: inout ReadBuffer) {
    let told = root.value(of: directory + "/memory.stat", &buffer) { bytes -> NamedValues? in
      var values = NamedValues()
      _ = values.update(bytes)
      return values
    }
    guard let told else { return nil }
    self.init(told)
  }

  /// The same of a `memory.stat` that was read.
  public init?(_ told: NamedValues) {
    func sum(_ kind: String) -> UInt64? {
      var sum: UInt64 = 0
      for name in ["active_" + kind, "inactive_" + kind] {
        guard let value = told["total_" + name] ?? told[name] else { return nil }
        sum = sum.addingSaturated(value)
      }
      return sum
    }
    guard let cache = sum("file"), let swappable = sum("anon") else { return nil }
    self.cache = cache
    self.swappable = swappable
  }
}
