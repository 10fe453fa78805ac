/// One swap device or file in use.
///
/// Source: `/proc/swaps`.
public struct SwapDevice: Sendable, Equatable {
  /// As the kernel prints it: blanks, tabs, newlines and backslashes as octal escapes.
  public var name: String
  /// `partition` or `file`.
  public var kind: String
  /// Unit: bytes.
  public var size: UInt64
  /// Unit: bytes.
  public var used: UInt64
  public var priority: Int64

  /// The devices the file lists; nil when a line is not of its form.
  public static func parse(_ bytes: Span<UInt8>) -> [SwapDevice]? {
    guard var at = bytes.lineEnd(from: 0) else { return bytes.count == 0 ? [] : nil }
    guard bytes.starts(with: "Filename", at: 0) else { return nil }
    at += 1
    var devices: [SwapDevice] = []
    while at < bytes.count {
      guard let end = bytes.lineEnd(from: at), let device = SwapDevice(bytes, from: at, to: end)
      else { return nil }
      devices.append(device)
      at = end + 1
    }
    return devices
  }

  private init?(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
    var at = start
    func word() -> Range<Int>? {
      bytes.skipBlanks(at: &at)
      let from = at
      while at < end, bytes[at] != 0x20, bytes[at] != 0x09 { at += 1 }
      return at > from ? from..<at : nil
    }
    guard let name = word(), let kind = word() else { return nil }
    bytes.skipBlanks(at: &at)
    guard let size = bytes.kibibytes(at: &at) else { return nil }
    bytes.skipBlanks(at: &at)
    guard let used = bytes.kibibytes(at: &at) else { return nil }
    bytes.skipBlanks(at: &at)
    guard let priority = bytes.signedDecimal(at: &at), at == end else { return nil }
    self.name = bytes.text(name)
    self.kind = bytes.text(kind)
    self.size = size
    self.used = used
    self.priority = priority
  }
}
