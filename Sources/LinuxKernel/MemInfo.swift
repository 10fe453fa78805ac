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
    case active
    case inactive
    case activeAnon
    case inactiveAnon
    case activeFile
    case inactiveFile
    case unevictable
    case mlocked
    case slab
    case commitLimit
    case committedAS
    case vmallocUsed
    case hugePagesFree
    case hugePagesRsvd
    /// 32-bit kernels only, as the next two.
    case highTotal
    case lowTotal
    case lowFree
    case cmaFree
    /// Memory that compressed pages of zswap take. Since: 5.19.
    case zswap
    /// What those pages were before. Since: 5.19.
    case zswapped

    /// As the kernel spells it.
    public var name: String { Self.names[rawValue] }

    private static let names = [
      "MemTotal", "MemFree", "MemAvailable", "Buffers", "Cached",
      "SwapCached", "SwapTotal", "SwapFree", "AnonPages", "Shmem",
      "SReclaimable", "SUnreclaim", "KernelStack", "PageTables", "SecPageTables",
      "Percpu", "Hugetlb", "HugePages_Total", "Hugepagesize", "Dirty",
      "Writeback", "Active", "Inactive", "Active(anon)", "Inactive(anon)",
      "Active(file)", "Inactive(file)", "Unevictable", "Mlocked", "Slab",
      "CommitLimit", "Committed_AS", "VmallocUsed", "HugePages_Free", "HugePages_Rsvd",
      "HighTotal", "LowTotal", "LowFree", "CmaFree", "Zswap", "Zswapped",
    ]
  }

  public var keyed = KeyedValues<Key>()

  public init() {}
}

extension KernelRoot {
  /// RAM that the kernel manages, where nothing else of the file is wanted. Unit: bytes. Nil where it is
  /// not told.
  ///
  /// Source: `/proc/meminfo` key `MemTotal`.
  public var memTotal: UInt64? {
    var buffer = ReadBuffer()
    return value(of: "proc/meminfo", &buffer) { MemInfo($0) }?[.memTotal]
  }
}
