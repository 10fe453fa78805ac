/// A process's memory in pages; the cheapest of its files, and exact where `stat` is not.
///
/// Source: `/proc/PID/statm`. Unit: pages.
public struct ProcessStatm: Sendable, Equatable {
  /// Address space promised (VIRT).
  public var size: UInt64
  /// Pages in memory (RSS): anonymous, file and shmem.
  public var resident: UInt64
  /// The file and shmem part of `resident` (SHR); not necessarily shared with anyone.
  public var shared: UInt64

  init(size: UInt64, resident: UInt64, shared: UInt64) {
    self.size = size
    self.resident = resident
    self.shared = shared
  }

  /// Nil when the text is not of this file's form.
  public init?(_ bytes: Span<UInt8>) {
    var at = 0
    guard let size = bytes.decimal(at: &at) else { return nil }
    bytes.skipBlanks(at: &at)
    guard let resident = bytes.decimal(at: &at) else { return nil }
    bytes.skipBlanks(at: &at)
    guard let shared = bytes.decimal(at: &at), at < bytes.count, bytes[at] == 0x20 else {
      return nil
    }
    self.size = size
    self.resident = resident
    self.shared = shared
  }
}
