/// One cache of the slab allocator.
///
/// Source: `/proc/slabinfo`, version 2.1. Readable by root only.
public struct SlabCache: Sendable, Equatable {
  /// Caches of like objects may be merged under one name.
  public let name: String
  /// Objects in use.
  public let activeObjects: UInt64
  public let objects: UInt64
  /// Unit: bytes.
  public let objectSize: UInt64
  let pagesPerSlab: UInt64
  public let slabs: UInt64

  /// Memory that the cache takes. Unit: pages.
  public var pages: UInt64 {
    let (product, overflow) = slabs.multipliedReportingOverflow(by: pagesPerSlab)
    return overflow ? .max : product
  }

  /// The caches in the order of the file; nil when it is not of its form.
  public static func parse(_ bytes: Span<UInt8>) -> [SlabCache]? {
    guard bytes.starts(with: "slabinfo - version: 2", at: 0) else { return nil }
    var caches: [SlabCache] = []
    var at = 0
    while let end = bytes.lineEnd(from: at) {
      if let cache = line(bytes, from: at, to: end) { caches.append(cache) }
      at = end + 1
    }
    return caches
  }

  /// `name active objects size perslab pagesperslab : tunables a b c : slabdata active slabs shared`
  private static func line(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> SlabCache? {
    guard let nameEnd = bytes.first(0x20, from: start, to: end), bytes[start] != 0x23 else {
      return nil
    }
    var at = nameEnd
    func number() -> UInt64? {
      bytes.skipBlanks(at: &at)
      return bytes.decimal(at: &at)
    }
    guard let active = number(), let objects = number(), let size = number(), number() != nil,
      let pages = number()
    else { return nil }
    for _ in 0..<2 {
      guard let colon = bytes.first(0x3a, from: at, to: end) else { return nil }
      at = colon + 1
    }
    bytes.skipBlanks(at: &at)
    guard bytes.starts(with: "slabdata", at: at) else { return nil }
    at += 8
    guard number() != nil, let slabs = number() else { return nil }
    return SlabCache(
      name: bytes.text(start..<nameEnd), activeObjects: active, objects: objects,
      objectSize: size, pagesPerSlab: pages, slabs: slabs)
  }
}
