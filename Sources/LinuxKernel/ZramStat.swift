/// What a compressed block device in memory holds and costs.
///
/// Source: `/sys/block/zram*/mm_stat`. Since: 4.1. Unit: bytes.
public struct ZramStat: Sendable, Equatable {
  /// What was written to it.
  public let original: UInt64
  /// The same, compressed.
  public let compressed: UInt64
  /// Memory that it takes, its own waste included.
  public let used: UInt64

  /// Nil when the text is not of this file's form.
  public init?(_ bytes: Span<UInt8>) {
    var at = 0
    func number() -> UInt64? {
      bytes.skipBlanks(at: &at)
      return bytes.decimal(at: &at)
    }
    guard let original = number(), let compressed = number(), let used = number(),
      at < bytes.count
    else { return nil }
    self.original = original
    self.compressed = compressed
    self.used = used
  }

  /// Every device, used for swap or not, by its name.
  public static func all(
    _ root: KernelRoot, _ buffer: inout ReadBuffer
  ) -> [(name: String, stat: ZramStat)] {
    root.folders(in: "sys/block").compactMap { name in
      guard name.hasPrefix("zram") else { return nil }
      return root.value(of: "sys/block/\(name)/mm_stat", &buffer) { ZramStat($0) }
        .map { (name, $0) }
    }
  }

  /// The devices that memory is swapped to, by their names.
  public static func list(
    of devices: [SwapDevice], _ root: KernelRoot, _ buffer: inout ReadBuffer
  ) -> [(name: String, stat: ZramStat)] {
    devices.compactMap { device in
      guard let name = device.zramName else { return nil }
      return root.value(of: "sys/block/\(name)/mm_stat", &buffer) { ZramStat($0) }
        .map { (name, $0) }
    }
  }
}

extension SwapDevice {
  /// `zram0`, where swapped memory stays in memory, compressed; nil for a disk.
  public var zramName: String? {
    let last = name.split(separator: "/").last ?? ""
    guard last.hasPrefix("zram"), last.dropFirst(4).allSatisfy(\.isNumber), last.utf8.count > 4
    else { return nil }
    return String(last)
  }
}
