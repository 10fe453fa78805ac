/// The system's memory in the kernel's own accounts.
///
/// Source: `/proc/meminfo`.
public struct MemInfo: Sendable, Equatable {
  /// The keys that memtop computes with; the rest is in `values`.
  public enum Key: Int, CaseIterable, Sendable {
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

  /// Every line of the file.
  public private(set) var values = NamedValues()
  private var slots = [Int?](repeating: nil, count: Key.allCases.count)

  public init() {}

  public init(_ bytes: Span<UInt8>) {
    update(bytes)
  }

  public mutating func update(_ bytes: Span<UInt8>) {
    guard values.update(bytes) else { return }
    for key in Key.allCases { slots[key.rawValue] = values.index(of: key.name) }
  }

  /// The value of one key; nil where this kernel does not print it, or it could not be read.
  ///
  /// Unit: bytes, counts for `HugePages_*`.
  public subscript(key: Key) -> UInt64? {
    slots[key.rawValue].flatMap { values.entries[$0].value }
  }

}
