import LinuxKernel

/// The sizes that nearly every rule asks for, from what is told, with what they rest on.
struct HostMemory: Sendable {
  /// A size and where it is from. Unit: bytes.
  struct Figure: Sendable, Equatable {
    let value: UInt64
    let source: String
    /// Formed from other lines, since its own is not told.
    let isEstimate: Bool

    func evidence(_ name: String, _ course: Course? = nil) -> Evidence {
      Evidence(isEstimate ? name + " (estimate)" : name, bytes: value, source, course)
    }
  }

  private let info: MemInfo?
  private(set) var total: Figure?
  private(set) var free: Figure?
  /// What could be had without swapping.
  private(set) var available: Figure?
  /// The estimate is the most it can be.
  private(set) var isUpperBound = false
  /// At least so much can be had. Unit: bytes.
  private(set) var atLeast: UInt64?
  /// The lines speak of different systems, so they must not be added up.
  private(set) var isContradictory = false
  /// Unit: bytes.
  private(set) var hugetlb: UInt64?
  /// Unit: bytes.
  private(set) var balloon: UInt64 = 0
  /// What the ARC gives back and MemAvailable does not count. Unit: bytes.
  private(set) var arcReclaimable: UInt64 = 0
  private(set) var swapTotal: UInt64?
  private(set) var swapFree: UInt64?
  /// Free swap that is not made of memory. Unit: bytes.
  private(set) var usableSwap: UInt64 = 0
  /// Unit: bytes.
  private(set) var zramCost: UInt64 = 0
  private(set) var hasZram = false

  init(_ facts: DiagnosisFacts) {
    info = facts.memInfo
    let page = facts.pageSize
    let zoneSum = { (path: KeyPath<ZoneInfo.Zone, UInt64?>) -> UInt64? in
      facts.zones.reduce(nil) { sum, zone in
        zone[keyPath: path].map { (sum ?? 0).addingSaturated($0.multipliedSaturated(by: page)) }
          ?? sum
      }
    }
    total =
      info?[.memTotal].flatMap { $0 > 0 ? $0 : nil }
      .map { Figure(value: $0, source: "/proc/meminfo MemTotal", isEstimate: false) }
      ?? zoneSum(\.managed).flatMap { $0 > 0 ? $0 : nil }
      .map { Figure(value: $0, source: "/proc/zoneinfo managed", isEstimate: true) }
    free =
      info?[.memFree].map {
        Figure(value: $0, source: "/proc/meminfo MemFree", isEstimate: false)
      }
      ?? (total?.isEstimate == true ? zoneSum(\.free) : nil)
      .map { Figure(value: $0, source: "/proc/zoneinfo free", isEstimate: true) }
    findContradiction()
    let low = zoneSum(\.low)
    setAvailable(low)
    if let ballooned = facts.vmStat?.ballooned { balloon = ballooned.multipliedSaturated(by: page) }
    if let arc = facts.arc { arcReclaimable = arc.reclaimable }
    setHugetlb(facts.pools)
    setSwap(facts)
  }

  private mutating func findContradiction() {
    guard let info, let total = total?.value else { return }
    let parts: [[MemInfo.Key]] = [
      [.active, .inactive], [.anonPages], [.sReclaimable, .sUnreclaim], [.cached], [.memFree],
    ]
    for keys in parts {
      let sum = keys.compactMap { info[$0] }.reduce(0 as UInt64) { $0.addingSaturated($1) }
      if sum > total { isContradictory = true }
    }
  }

  /// The kernel's own estimate: free − Σlow + file − min(file/2, Σlow) + the same of SReclaimable.
  private mutating func setAvailable(_ low: UInt64?) {
    guard let total = total?.value else { return }
    if let told = info?[.memAvailable] {
      available = Figure(
        value: min(told, total), source: "/proc/meminfo MemAvailable", isEstimate: false)
      atLeast = available?.value
      return
    }
    guard let free else { return }
    let low = low ?? total / 80
    func part(_ size: UInt64) -> UInt64 { size - min(size / 2, low) }
    let base = free.value >= low ? free.value - low : 0
    let debt = low > free.value ? low - free.value : 0
    atLeast = base
    var sum = base
    if let active = info?[.activeFile], let inactive = info?[.inactiveFile] {
      sum = sum.addingSaturated(part(active.addingSaturated(inactive)))
    } else if let cached = info?[.cached] {
      let shmem = info?[.shmem] ?? 0
      sum = sum.addingSaturated(cached >= shmem ? cached - shmem : 0)
        .addingSaturated(info?[.buffers] ?? 0)
      isUpperBound = true
    } else if info?[.sReclaimable] == nil {
      // Free alone is a lower bound, and no estimate.
      return
    }
    if let slab = info?[.sReclaimable] { sum = sum.addingSaturated(part(slab)) }
    sum = sum >= debt ? sum - debt : 0
    available = Figure(
      value: min(sum, total), source: "\(free.source), file lists, SReclaimable, low watermarks",
      isEstimate: true)
  }

  private mutating func setHugetlb(_ pools: [HugePagePool]) {
    if let all = info?[.hugetlb] {
      hugetlb = all
    } else if !pools.isEmpty {
      hugetlb = pools.reduce(0) {
        $0.addingSaturated($1.total.multipliedSaturated(by: $1.pageSize))
      }
    } else if let pages = info?[.hugePagesTotal] {
      if pages == 0 { hugetlb = 0 }
      if let size = info?[.hugepagesize] { hugetlb = pages.multipliedSaturated(by: size) }
    }
  }

  private mutating func setSwap(_ facts: DiagnosisFacts) {
    swapTotal = info?[.swapTotal]
    swapFree = info?[.swapFree]
    let devices = facts.swaps ?? []
    hasZram = devices.contains { $0.zramName != nil }
    zramCost = facts.zram.reduce(0) { $0.addingSaturated($1.used) }
    usableSwap = UsableSwap.size(devices, info)
  }

  /// A line of meminfo as a number; nil where it is not told or must not be used.
  func told(_ key: MemInfo.Key) -> Double? {
    isContradictory ? nil : info?[key].map { Double($0) }
  }

  func size(_ key: MemInfo.Key) -> UInt64? {
    isContradictory ? nil : info?[key]
  }

  /// Swap in use. Unit: bytes.
  var swapUsed: UInt64? {
    guard let swapTotal, let swapFree, swapTotal >= swapFree else { return nil }
    return swapTotal - swapFree
  }

  /// Memory that could be used at all: without huge pages and the balloon. Unit: bytes.
  var base: UInt64? {
    guard let total = total?.value else { return nil }
    let gone = (hugetlb ?? 0).addingSaturated(balloon)
    return gone < total ? total - gone : total
  }

  /// Available, with what the ARC gives back. Unit: bytes.
  var obtainable: UInt64? {
    available.map { min($0.value.addingSaturated(arcReclaimable), total?.value ?? .max) }
  }

  /// What is available, as a share of what could be used. Unit: percent.
  var availableShare: Double? {
    guard let obtainable, let base, base > 0 else { return nil }
    return min(100, Double(obtainable) * 100 / Double(base))
  }

  /// At least so much is available. Unit: percent.
  var leastShare: Double? {
    guard let base, base > 0 else { return nil }
    guard let atLeast else { return nil }
    return min(100, Double(atLeast) * 100 / Double(base))
  }

  /// A size as a share of `MemTotal`. Unit: percent.
  func share(_ size: UInt64?) -> Double? {
    guard let size, let total = total?.value, total > 0 else { return nil }
    return Double(size) * 100 / Double(total)
  }

  /// What neither programs nor caches nor free memory account for; nil where a list is not told.
  /// Unit: bytes.
  var kernelHeld: UInt64? {
    guard !isContradictory, let total = total?.value, let free = free?.value else { return nil }
    let lists: UInt64
    if let active = size(.active), let inactive = size(.inactive) {
      lists = active.addingSaturated(inactive)
    } else {
      let keys: [MemInfo.Key] = [.activeAnon, .inactiveAnon, .activeFile, .inactiveFile]
      let sizes = keys.compactMap { size($0) }
      guard sizes.count == keys.count else { return nil }
      lists = sizes.reduce(0) { $0.addingSaturated($1) }
    }
    let rest = [lists, free, size(.unevictable) ?? 0, hugetlb ?? 0, size(.sReclaimable) ?? 0]
      .reduce(0 as UInt64) { $0.addingSaturated($1) }
    return total >= rest ? total - rest : 0
  }
}
