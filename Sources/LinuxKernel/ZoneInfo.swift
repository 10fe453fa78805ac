/// The zones of memory with their watermarks.
///
/// Source: `/proc/zoneinfo`. Unit: pages.
public struct ZoneInfo: Sendable, Equatable {
  public struct Zone: Sendable, Equatable {
    public let node: UInt32
    /// `DMA`, `DMA32`, `Normal`, `HighMem`, `Movable`, `Device`.
    public let name: String
    public internal(set) var free: UInt64?
    /// Below it only requests that must not fail are met.
    public internal(set) var min: UInt64?
    /// Below it kswapd wakes.
    public internal(set) var low: UInt64?
    /// At it kswapd sleeps again.
    public internal(set) var high: UInt64?
    public internal(set) var present: UInt64?
    /// What the allocator has of it. Since: 3.9.
    public internal(set) var managed: UInt64?
    /// Free pages that only movable requests may take. Key: `nr_free_cma`.
    public internal(set) var freeCMA: UInt64?
  }

  /// In the order of the file.
  public private(set) var zones: [Zone] = []

  private static let keys: [(StaticString, WritableKeyPath<Zone, UInt64?> & Sendable)] = [
    ("pages free ", \.free), ("min ", \.min), ("low ", \.low), ("high ", \.high),
    ("present ", \.present), ("managed ", \.managed), ("nr_free_cma ", \.freeCMA),
  ]

  /// Nil when no zone is in the text.
  public init?(_ bytes: Span<UInt8>) {
    var at = 0
    // A line without its end may have lost digits.
    while let stop = bytes.lineEnd(from: at) {
      if bytes.starts(with: "Node ", at: at) {
        if let zone = Self.heading(bytes, from: at, to: stop) { zones.append(zone) }
      } else if let last = zones.indices.last {
        bytes.skipBlanks(at: &at)
        for (key, path) in Self.keys where bytes.starts(with: key, at: at) {
          at += key.utf8CodeUnitCount
          bytes.skipBlanks(at: &at)
          // The first of a name counts: below stand other figures of the same names.
          if zones[last][keyPath: path] == nil {
            zones[last][keyPath: path] = bytes.decimal(at: &at)
          }
          break
        }
      }
      at = stop + 1
    }
    if zones.isEmpty { return nil }
  }

  /// `Node 0, zone    DMA32`
  private static func heading(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Zone? {
    var at = start + 5
    guard let node = bytes.decimal(at: &at).flatMap({ UInt32(exactly: $0) }),
      bytes.starts(with: ", zone", at: at)
    else { return nil }
    at += 6
    bytes.skipBlanks(at: &at)
    return at < end ? Zone(node: node, name: bytes.text(at..<end)) : nil
  }
}
