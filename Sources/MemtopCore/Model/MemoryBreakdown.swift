import LinuxKernel

/// Where all the memory is: parts that add up to `MemTotal` to the byte.
public struct MemoryBreakdown: Sendable, Equatable {
  public enum Part: Int, CaseIterable, Sendable {
    case anon, shmem, kernelStack, pageTables, percpu, sUnreclaim, hugetlb, other
    case sReclaimable, swapCached, cache, buffers, free
  }

  /// Unit: bytes.
  public let total: UInt64
  /// One number a part, in the order of `Part`.
  private var sizes: [UInt64]
  /// What the parts add up to as the kernel counts them. Unit: bytes.
  private let counted: UInt64
  /// One bit a part that the kernel tells.
  private let told: UInt32

  /// Whether this kernel tells the part; memory of a part it does not tell is in `other`.
  public func isTold(_ part: Part) -> Bool { told & 1 << part.rawValue != 0 }

  public subscript(part: Part) -> UInt64 { sizes[part.rawValue] }

  /// Page cache, buffers and the slab the kernel gives back.
  public var reclaimable: UInt64 {
    [Part.cache, .buffers, .sReclaimable, .swapCached].reduce(0) { $0.addingSaturated(self[$1]) }
  }

  /// What the kernel itself holds and does not give back.
  public var kernel: UInt64 {
    [Part.kernelStack, .pageTables, .percpu, .sUnreclaim].reduce(0) { $0.addingSaturated(self[$1]) }
  }

  /// Nil when the total is not known.
  public init?(_ info: MemInfo) {
    guard let total = info[.memTotal] else { return nil }
    self.total = total
    var sizes = [UInt64](repeating: 0, count: Part.allCases.count)
    var told: UInt32 = 1 << Part.other.rawValue
    func set(_ part: Part, _ size: UInt64?) {
      guard let size else { return }
      sizes[part.rawValue] = size
      told |= 1 << part.rawValue
    }
    let shmem = info[.shmem] ?? 0
    set(.anon, info[.anonPages])
    set(.shmem, info[.shmem])
    set(.kernelStack, info[.kernelStack])
    set(.pageTables, info[.pageTables].map { $0.addingSaturated(info[.secPageTables] ?? 0) })
    set(.percpu, info[.percpu])
    set(.sUnreclaim, info[.sUnreclaim])
    set(.hugetlb, Self.hugetlb(info))
    set(.sReclaimable, info[.sReclaimable])
    set(.swapCached, info[.swapCached])
    set(.cache, info[.cached].map { $0 >= shmem ? $0 - shmem : 0 })
    set(.buffers, info[.buffers])
    set(.free, info[.memFree])
    let sum = sizes.reduce(0 as UInt64) { $0.addingSaturated($1) }
    counted = sum
    // A sum that is the largest number may stand for more.
    if sum <= total, sum < .max {
      set(.other, total - sum)
    } else {
      Self.take(sum < .max ? sum - total : nil, from: &sizes, total: total)
    }
    self.sizes = sizes
    self.told = told
  }

  /// Lines that cannot be true together; nil where all can. Figures made from them would be wrong, and
  /// none stands for them.
  ///
  /// The kernel reads its counters one after the other and keeps some of them for each processor, so a
  /// little may be counted twice; what is in the swap cache is.
  public static func contradiction(_ info: MemInfo) -> String? {
    guard let total = info[.memTotal] else { return nil }
    func over(_ name: String, _ value: UInt64, _ other: String, _ most: UInt64) -> String {
      "\(name) \(told(value)) is more than \(other) \(told(most))"
    }
    for key in within {
      guard let value = info[key], value > total else { continue }
      return over(key.name, value, "MemTotal", total)
    }
    let slack = total / 64
    if let cached = info[.cached], let shmem = info[.shmem], shmem > cached.addingSaturated(slack) {
      return over("Shmem", shmem, "Cached", cached)
    }
    if let parts = MemoryBreakdown(info),
      parts.counted
        > total.addingSaturated(slack)
        .addingSaturated(info[.swapCached] ?? 0)
    {
      return over("the sum of all parts", parts.counted, "MemTotal", total)
    }
    return swapContradiction(info)
  }

  /// The same of swap.
  public static func swapContradiction(_ info: MemInfo) -> String? {
    guard let total = info[.swapTotal] else { return nil }
    let lines: [(String, UInt64?)] = [
      ("SwapFree", info[.swapFree]), ("SwapCached", info[.swapCached]),
    ]
    for (name, value) in lines {
      guard let value, value > total else { continue }
      return "\(name) \(told(value)) is more than SwapTotal \(told(total))"
    }
    return nil
  }

  /// As the file says it: rounded, two figures that differ may look alike.
  private static func told(_ bytes: UInt64) -> String { "\(bytes / 1024) kB" }

  /// Lines that are a part of all memory.
  private static let within: [MemInfo.Key] = [
    .memFree, .memAvailable, .buffers, .cached, .anonPages, .shmem, .active, .inactive,
    .sReclaimable, .sUnreclaim, .kernelStack, .pageTables, .secPageTables, .percpu, .hugetlb,
  ]

  /// Since: 4.16 `Hugetlb`; before, the default size's pages.
  private static func hugetlb(_ info: MemInfo) -> UInt64? {
    if let all = info[.hugetlb] { return all }
    guard let pages = info[.hugePagesTotal], let size = info[.hugepagesize] else { return nil }
    let product = pages.multipliedReportingOverflow(by: size)
    return product.overflow ? .max : product.partialValue
  }

  /// The accounts overlap a little (a page mapped and in the swap cache is in two): the excess comes
  /// off the cache, then, where a system's numbers are absurd, off the rest.
  private static func take(_ excess: UInt64?, from sizes: inout [UInt64], total: UInt64) {
    var left = total
    let order: [Part] = [
      .free, .anon, .shmem, .hugetlb, .sUnreclaim, .sReclaimable, .kernelStack, .pageTables,
      .percpu, .swapCached, .buffers, .cache, .other,
    ]
    if let excess, sizes[Part.cache.rawValue] >= excess {
      sizes[Part.cache.rawValue] -= excess
      return
    }
    for part in order {
      sizes[part.rawValue] = min(sizes[part.rawValue], left)
      left -= sizes[part.rawValue]
    }
    sizes[Part.other.rawValue] += left
  }
}
