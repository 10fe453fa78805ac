/// One zone of a memory node, as a report lists it below `Mem-Info:`.
///
/// Source: mm/show_mem.c `show_free_areas()`, before Linux 6.4 in mm/page_alloc.c.
public struct ReportedZone: Sendable, Equatable {
  /// From the lowest addresses to the highest: a request that may use one may use those before it.
  public enum Kind: Int, Sendable, Comparable, CaseIterable {
    case dma, dma32, normal, highMem, movable, device

    public var title: String {
      switch self {
      case .dma: "DMA"
      case .dma32: "DMA32"
      case .normal: "Normal"
      case .highMem: "HighMem"
      case .movable: "Movable"
      case .device: "Device"
      }
    }

    public static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
  }

  public let node: UInt32
  public let kind: Kind
  /// Unit: bytes.
  public let free: UInt64
  /// Below this only the kernel's own reserve is left. Unit: bytes.
  public let min: UInt64
  /// Part of `free` that only movable pages may use. Unit: bytes.
  public internal(set) var freeContiguous: UInt64 = 0
  /// What is kept for requests that can use no higher zone, by the highest zone of the one that asks.
  /// Unit: pages.
  public internal(set) var reserves: [UInt64] = []
  /// The largest free block; 0 where there is none, nil where it is not told. Unit: bytes.
  public internal(set) var largestBlock: UInt64?

  /// `node 0 Normal`
  public var title: String { "node \(node) \(kind.title)" }

  /// `Node 1 DMA32` or, on a kernel without nodes, `DMA32`.
  static func place(_ cursor: inout LogCursor) -> (node: UInt32, kind: Kind)? {
    var node: UInt32 = 0
    if cursor.skip("Node ") {
      guard let number = cursor.number(UInt32.self), cursor.skip(" ") else { return nil }
      node = number
    }
    for (word, kind) in words where cursor.skip(word) { return (node, kind) }
    return nil
  }

  /// The longer word of two that begin alike comes first.
  private static let words: [(StaticString, Kind)] = [
    ("DMA32", .dma32), ("DMA", .dma), ("Normal", .normal), ("HighMem", .highMem),
    ("Movable", .movable), ("Device", .device),
  ]

  /// Reads the figures of `free:1160kB min:1164kB … present:261980kB …`.
  static func read(_ cursor: LogCursor, node: UInt32, kind: Kind) -> ReportedZone? {
    func size(_ key: StaticString) -> UInt64? {
      guard let place = cursor.find(key) else { return nil }
      var figure = cursor.moved(to: place + key.utf8CodeUnitCount)
      return figure.kibibytes()
    }
    guard let free = size(" free:"), let min = size(" min:") else { return nil }
    var zone = ReportedZone(node: node, kind: kind, free: free, min: min)
    zone.freeContiguous = size(" free_cma:") ?? 0
    return zone
  }

  private init(node: UInt32, kind: Kind, free: UInt64, min: UInt64) {
    self.node = node
    self.kind = kind
    self.free = free
    self.min = min
  }

  /// The largest block of `12*4kB (UM) 0*8kB … = 48kB`; nil where the list is cut.
  static func largestBlock(_ cursor: LogCursor) -> UInt64? {
    var cursor = cursor
    var largest: UInt64 = 0
    while !cursor.isAtEnd {
      cursor.skipBlanks()
      if cursor.skip("= ") { return largest }
      if let count = cursor.decimal(), cursor.skip("*"), let size = cursor.kibibytes(), count > 0 {
        largest = max(largest, size)
      }
      _ = cursor.word()
    }
    return nil
  }
}

extension KillInvocation {
  /// The flags as a number; nil where the line does not say.
  var flags: UInt64? {
    guard let gfpMask, gfpMask.hasPrefix("0x") else { return nil }
    return UInt64(gfpMask.dropFirst(2).prefix { $0.isHexDigit }, radix: 16)
  }

  /// A page fault could not be served; what was asked for is not told. Before Linux 5.16.
  ///
  /// Source: mm/oom_kill.c `pagefault_out_of_memory()`.
  var isPageFault: Bool { flags == 0 && order == 0 }

  /// The highest zone that the request could use; nil where that is not told.
  ///
  /// Source: include/linux/gfp.h `gfp_zone()`: the lowest four flags are the same in all versions.
  var highestZone: ReportedZone.Kind? {
    guard let flags, !isPageFault else { return nil }
    if flags & 0x1 != 0 { return .dma }
    if flags & 0x4 != 0 { return .dma32 }
    guard flags & 0x2 != 0 else { return .normal }
    return flags & 0x8 != 0 ? .movable : .highMem
  }

  var isMovable: Bool { (flags ?? 0) & 0x8 != 0 }
}
