import Glibc

/// The kernel's own log, from its oldest record on.
///
/// Source: `/dev/kmsg`. Since: Linux 3.5.
public struct KernelLog: ~Copyable {
  private static let path = "/dev/kmsg"
  /// No record is longer than this; the kernel refuses a smaller buffer.
  private static let recordSize = 1 << 13

  private let descriptor: Int32

  /// Throws: when the log cannot be opened; EPERM where CAP_SYSLOG is missing.
  public init() throws(KernelError) {
    descriptor = open(Self.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw KernelError(path: Self.path, reason: .errno(errno)) }
  }

  deinit { close(descriptor) }

  /// Hands on every record there is, and returns how often records were overwritten before they
  /// could be read.
  ///
  /// Throws: what `take` throws, and a `KernelError` when the log cannot be read.
  public func read(_ take: (Span<UInt8>) throws -> Void) throws -> Int {
    let record = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Self.recordSize, alignment: 16)
    defer { record.deallocate() }
    var gaps = 0
    while true {
      let count = Glibc.read(descriptor, record.baseAddress, record.count)
      if count > 0 {
        try take(record[..<count].assumingMemoryBound(to: UInt8.self).span)
        continue
      }
      switch count == 0 ? EAGAIN : errno {
      case EAGAIN: return gaps
      case EPIPE: gaps += 1
      case EINTR: continue
      case let code: throw KernelError(path: Self.path, reason: .errno(code))
      }
    }
  }
}
