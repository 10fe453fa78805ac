/// How much of one or more mappings is in memory and in swap. Unit: bytes.
public struct MappingSizes: Sendable, Equatable {
  /// How many mappings these are.
  public var count = 0
  /// Address space.
  public var size: UInt64 = 0
  public var rss: UInt64 = 0
  /// Nil where this kernel does not print it.
  public var pss: UInt64?
  /// Swapped out; nil where this kernel does not print it.
  public var swap: UInt64?
  /// Huge pages of the reserved pool, which are in neither `rss` nor `pss`.
  public var hugetlb: UInt64 = 0

  public init() {}

  /// What is held, wherever it is.
  public var held: UInt64 { Self.sum(Self.sum(rss, hugetlb), swap ?? 0) }

  mutating func add(_ other: MappingSizes) {
    count += other.count
    size = Self.sum(size, other.size)
    rss = Self.sum(rss, other.rss)
    hugetlb = Self.sum(hugetlb, other.hugetlb)
    if let more = other.pss { pss = Self.sum(pss ?? 0, more) }
    if let more = other.swap { swap = Self.sum(swap ?? 0, more) }
  }

  private static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }
}
