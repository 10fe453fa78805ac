import MemtopCore

/// How a part of memory looks: its name, its own fill and its colour.
struct MemoryKind {
  var parts: [MemoryBreakdown.Part]
  var label: String
  var unicode: Unicode.Scalar
  var ascii: Unicode.Scalar

  func fill(_ glyphs: Glyphs) -> Unicode.Scalar { glyphs.isUnicode ? unicode : ascii }

  /// Every part by itself.
  static let single: [MemoryKind] = [
    MemoryKind(parts: [.anon], label: "anon", unicode: "█", ascii: "a"),
    MemoryKind(parts: [.shmem], label: "shmem", unicode: "▓", ascii: "s"),
    MemoryKind(parts: [.kernelStack], label: "stack", unicode: "k", ascii: "k"),
    MemoryKind(parts: [.pageTables], label: "pgtab", unicode: "p", ascii: "p"),
    MemoryKind(parts: [.percpu], label: "pcpu", unicode: "u", ascii: "u"),
    MemoryKind(parts: [.sUnreclaim], label: "slab", unicode: "▒", ascii: "l"),
    MemoryKind(parts: [.hugetlb], label: "huge", unicode: "h", ascii: "h"),
    MemoryKind(parts: [.other], label: "other", unicode: "o", ascii: "o"),
    MemoryKind(parts: [.sReclaimable], label: "rslab", unicode: "r", ascii: "r"),
    MemoryKind(parts: [.swapCached], label: "swapc", unicode: "w", ascii: "w"),
    MemoryKind(parts: [.cache], label: "cache", unicode: "░", ascii: "c"),
    MemoryKind(parts: [.buffers], label: "buff", unicode: "b", ascii: "b"),
    MemoryKind(parts: [.free], label: "free", unicode: "·", ascii: "."),
  ]

  private static let kernel = MemoryKind(
    parts: [.kernelStack, .pageTables, .percpu, .sUnreclaim], label: "kern", unicode: "▒",
    ascii: "k")
  private static let cache = MemoryKind(
    parts: [.sReclaimable, .swapCached, .cache, .buffers], label: "cache", unicode: "░",
    ascii: "c")

  /// The kernel's own parts as one, all that is given back on demand as one.
  static let grouped: [MemoryKind] = [
    single[0], single[1], kernel, single[6], single[7], cache, single[12],
  ]

  /// What a narrow legend tells first.
  static let main: [MemoryKind] = [single[0], single[1], kernel, cache, single[12]]

  static func role(_ part: MemoryBreakdown.Part) -> Role {
    switch part {
    case .anon: .memoryAnon
    case .shmem: .memoryShmem
    case .kernelStack, .pageTables, .percpu, .sUnreclaim: .memoryKernel
    case .hugetlb: .memoryHuge
    case .other: .memoryOther
    case .sReclaimable: .memorySlabReclaimable
    case .swapCached: .memorySwapCached
    case .cache: .memoryCache
    case .buffers: .memoryBuffers
    case .free: .memoryFree
    }
  }

  /// Unit: bytes.
  func size(_ breakdown: MemoryBreakdown) -> UInt64 {
    parts.reduce(0) { $0 + breakdown[$1] }
  }
}
