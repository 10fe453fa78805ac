/// The free blocks of the zones by size.
///
/// Source: `/proc/buddyinfo`, and by type `/proc/pagetypeinfo` (root only).
public struct FreeBlocks: Sendable, Equatable {
  public let node: UInt32
  public let zone: String
  /// `Unmovable`, `Movable`, …; nil where all types are counted together.
  public let type: String?
  /// How many blocks of 2^order pages are free, by order.
  public let counts: [UInt64]

  public init(node: UInt32, zone: String, type: String?, counts: [UInt64]) {
    self.node = node
    self.zone = zone
    self.type = type
    self.counts = counts
  }

  /// Unit: pages.
  public var pages: UInt64 { pages(below: counts.count) }

  /// Free pages that lie in blocks of a smaller order. Unit: pages.
  public func pages(below order: Int) -> UInt64 {
    counts.prefix(order).enumerated().reduce(0) { sum, block in
      sum.addingSaturated(block.element.multipliedSaturated(by: 1 << UInt64(min(block.offset, 63))))
    }
  }

  /// The lines of either file, in their order; others are left out.
  public static func parse(_ bytes: Span<UInt8>) -> [FreeBlocks] {
    var all: [FreeBlocks] = []
    var at = 0
    while at < bytes.count {
      let end = bytes.lineEnd(from: at)
      if let blocks = line(bytes, from: at, to: end ?? bytes.count, isWhole: end != nil) {
        all.append(blocks)
      }
      at = (end ?? bytes.count) + 1
    }
    return all
  }

  /// `Node 0, zone   Normal   1 2 3` or `Node    0, zone   Normal, type    Movable   1 >100000 3`
  private static func line(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, isWhole: Bool
  ) -> FreeBlocks? {
    guard bytes.starts(with: "Node ", at: start) else { return nil }
    var at = start + 5
    bytes.skipBlanks(at: &at)
    guard let node = bytes.decimal(at: &at).flatMap({ UInt32(exactly: $0) }),
      bytes.starts(with: ", zone", at: at)
    else { return nil }
    at += 6
    func word() -> String? {
      bytes.skipBlanks(at: &at)
      let from = at
      while at < end, bytes[at] != 0x20, bytes[at] != 0x2c { at += 1 }
      return at > from && at < end ? bytes.text(from..<at) : nil
    }
    guard let zone = word() else { return nil }
    var type: String?
    if bytes.starts(with: ", type", at: at) {
      at += 6
      type = word()
      if type == nil { return nil }
    }
    var counts: [UInt64] = []
    while true {
      bytes.skipBlanks(at: &at)
      // The kernel stops counting there.
      if at < end, bytes[at] == 0x3e { at += 1 }
      guard at < end, let count = bytes.decimal(at: &at) else { break }
      // The last number of a line that was cut may have lost digits.
      if at == bytes.count, !isWhole { break }
      counts.append(count)
    }
    guard !counts.isEmpty, counts.count <= 24 else { return nil }
    return FreeBlocks(node: node, zone: zone, type: type, counts: counts)
  }
}
