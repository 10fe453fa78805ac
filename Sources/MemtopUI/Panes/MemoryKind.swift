import MemtopCore

/// What stands together in the memory bar: its name, its fill and its colour.
struct MemoryKind {
  var parts: [MemoryBreakdown.Part]
  var label: String
  var unicode: Unicode.Scalar
  var ascii: Unicode.Scalar
  /// Named however little of it there is: without it the others mean nothing.
  var isMain = false

  func fill(_ glyphs: Glyphs) -> Unicode.Scalar { glyphs.isUnicode ? unicode : ascii }

  /// The kernel's own parts as one, all that is given back on demand as one.
  static let all: [MemoryKind] = [
    MemoryKind(parts: [.anon], label: "anon", unicode: "█", ascii: "a", isMain: true),
    MemoryKind(parts: [.shmem], label: "shmem", unicode: "▓", ascii: "s"),
    MemoryKind(
      parts: [.kernelStack, .pageTables, .percpu, .sUnreclaim], label: "kernel", unicode: "▒",
      ascii: "k"),
    MemoryKind(parts: [.hugetlb], label: "huge", unicode: "h", ascii: "h"),
    MemoryKind(parts: [.other], label: "other", unicode: "o", ascii: "o"),
    MemoryKind(
      parts: [.sReclaimable, .swapCached, .cache, .buffers], label: "cache", unicode: "░",
      ascii: "c", isMain: true),
    MemoryKind(parts: [.free], label: "free", unicode: "·", ascii: ".", isMain: true),
  ]

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
    parts.reduce(0) { $0.addingSaturated(breakdown[$1]) }
  }

  func isTold(_ breakdown: MemoryBreakdown) -> Bool { parts.contains { breakdown.isTold($0) } }
}
