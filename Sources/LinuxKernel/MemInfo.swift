/// The system's memory in the kernel's own accounts.
///
/// Source: `/proc/meminfo`. Unit: bytes, counts for `HugePages_*`.
public struct MemInfo: KeyedFile {
  /// The keys that memtop computes with; the rest is in `values`.
  public enum Key: Int, KernelKey {
    case memTotal
    case memFree
    /// Since: 3.14.
    case memAvailable
    case buffers
    case cached
    case swapCached
    case swapTotal
    case swapFree
    case anonPages
    case shmem
    case sReclaimable
    case sUnreclaim
    case kernelStack
    case pageTables
    /// Since: 6.0.
    case secPageTables
    case percpu
    /// Since: 4.16.
    case hugetlb
    case hugePagesTotal
    case hugepagesize
    case dirty
    case writeback

    /// As the kernel spells it.
    public var name: String { Self.names[rawValue] }

    private static let names = [
      "MemTotal", "MemFree", "MemAvailable", "Buffers", "Cached",
      "SwapCached", "SwapTotal", "SwapFree", "AnonPages", "Shmem",
      "SReclaimable", "SUnreclaim", "KernelStack", "PageTables", "SecPageTables",
      "Percpu", "Hugetlb", "HugePages_Total", "Hugepagesize", "Dirty",
      "Writeback",
    ]
  }

  public var keyed = KeyedValues<Key>()

  public init() {}
}
