/// The cache of ZFS, which the kernel counts as used and not as cache.
///
/// Source: `/proc/spl/kstat/zfs/arcstats`. Unit: bytes.
public struct ArcStats: Sendable, Equatable {
  /// Key: `size`.
  public let size: UInt64
  /// It does not shrink below. Key: `c_min`.
  public let minimum: UInt64?
  /// Key: `c_max`.
  public let maximum: UInt64?

  /// What it can give back.
  public var reclaimable: UInt64 {
    let floor = minimum ?? 0
    return size > floor ? size - floor : 0
  }

  /// Lines of name, type and value; nil when the size is not among them.
  public init?(_ bytes: Span<UInt8>) {
    var size: UInt64?
    var minimum: UInt64?
    var maximum: UInt64?
    var at = 0
    while let end = bytes.lineEnd(from: at) {
      if let value = Self.value("size", bytes, at, end) { size = value }
      if let value = Self.value("c_min", bytes, at, end) { minimum = value }
      if let value = Self.value("c_max", bytes, at, end) { maximum = value }
      at = end + 1
    }
    guard let size else { return nil }
    self.size = size
    self.minimum = minimum
    self.maximum = maximum
  }

  private static func value(
    _ name: StaticString, _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) -> UInt64? {
    guard let nameEnd = bytes.first(0x20, from: start, to: end),
      bytes.isEqual(start..<nameEnd, name)
    else { return nil }
    var at = nameEnd
    bytes.skipBlanks(at: &at)
    guard bytes.decimal(at: &at) != nil else { return nil }
    bytes.skipBlanks(at: &at)
    let value = bytes.decimal(at: &at)
    return at == end ? value : nil
  }
}
