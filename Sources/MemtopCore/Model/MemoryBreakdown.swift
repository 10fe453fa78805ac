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

  public subscript(part: Part) -> UInt64 { sizes[part.rawValue] }

  /// Page cache, buffers and the slab the kernel gives back.
  public var reclaimable: UInt64 {
    [Part.cache, .buffers, .sReclaimable, .swapCached].reduce(0) { $0 &+ self[$1] }
  }

  /// What the kernel itself holds and does not give back.
  public var kernel: UInt64 {
    [Part.kernelStack, .pageTables, .percpu, .sUnreclaim].reduce(0) { $0 &+ self[$1] }
  }

  /// Nil when the total is not known.
  public init?(_ info: MemInfo) {
    guard let total = info[.memTotal] else { return nil }
    self.total = total
    func value(_ key: MemInfo.Key) -> UInt64 { info[key] ?? 0 }
    let cached = value(.cached)
    var sizes = [UInt64](repeating: 0, count: Part.allCases.count)
    func set(_ part: Part, _ size: UInt64) { sizes[part.rawValue] = size }
    set(.anon, value(.anonPages))
    set(.shmem, value(.shmem))
    set(.kernelStack, value(.kernelStack))
    set(.pageTables, value(.pageTables).addingSaturated(value(.secPageTables)))
    set(.percpu, value(.percpu))
    set(.sUnreclaim, value(.sUnreclaim))
    set(.hugetlb, Self.hugetlb(info))
    set(.sReclaimable, value(.sReclaimable))
    set(.swapCached, value(.swapCached))
    set(.cache, cached >= value(.shmem) ? cached - value(.shmem) : 0)
    set(.buffers, value(.buffers))
    set(.free, value(.memFree))
    let sum = sizes.reduce(0 as UInt64) { $0.addingSaturated($1) }
    if sum <= total {
      set(.other, total - sum)
    } else {
      Self.take(sum == .max ? nil : sum - total, from: &sizes, total: total)
    }
    self.sizes = sizes
  }

  /// Since: 4.16 `Hugetlb`; before, the default size's pages.
  private static func hugetlb(_ info: MemInfo) -> UInt64 {
    if let all = info[.hugetlb] { return all }
    let product = (info[.hugePagesTotal] ?? 0).multipliedReportingOverflow(
      by: info[.hugepagesize] ?? 0)
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

extension UInt64 {
  func addingSaturated(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
