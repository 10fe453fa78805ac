import Glibc

/// The kernel's own log, from its oldest record on.
///
/// Source: `/dev/kmsg`. Since: Linux 3.5.
public struct KernelLog: ~Copyable {
  private static let path = "/dev/kmsg"
  /// No record is longer than this; the kernel refuses a smaller buffer.
  private static let recordSize = 1 << 13

  /// Readable when a record waits.
  public let descriptor: Int32
  /// Where the log begins and what of it is lost.
  public private(set) var extent = KernelLogExtent()
  private let record: UnsafeMutableRawBufferPointer

  /// - Parameter isAtEnd: leave out what the log holds already.
  ///
  /// Throws: when the log cannot be opened; EPERM where CAP_SYSLOG is missing.
  public init(isAtEnd: Bool = false) throws(KernelError) {
    descriptor = open(Self.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw KernelError(path: Self.path, reason: .errno(errno)) }
    if isAtEnd { lseek(descriptor, 0, SEEK_END) }
    record = .allocate(byteCount: Self.recordSize, alignment: 16)
  }

  deinit {
    record.deallocate()
    close(descriptor)
  }

  /// How a reading ended.
  public enum Progress: Sendable, Equatable {
    /// No record waits.
    case end
    /// More may wait.
    case more
    /// Nothing more can be read.
    case failed(KernelError)
  }

  /// Hands on the records that wait, at most so many.
  ///
  /// Throws: what `take` throws.
  public mutating func read<Failure: Error>(
    atMost limit: Int = .max, _ take: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) -> Progress {
    var left = limit
    while left > 0 {
      let count = Glibc.read(descriptor, record.baseAddress, record.count)
      if count > 0 {
        let bytes = record[..<count].assumingMemoryBound(to: UInt8.self)
        extent.take(bytes.span)
        try take(bytes.span)
        left -= 1
        continue
      }
      switch count == 0 ? EAGAIN : errno {
      case EAGAIN: return .end
      case EPIPE: extent.gaps += 1
      case EINTR: continue
      case let code: return .failed(KernelError(path: Self.path, reason: .errno(code)))
      }
    }
    return .more
  }
}

/// Which part of the kernel's log could be read: the kernel overwrites its oldest records.
public struct KernelLogExtent: Sendable, Equatable {
  /// The number of the first record read; above 0 older ones are lost.
  public internal(set) var firstNumber: UInt64?
  /// When the first record read was written. Unit: microseconds of uptime.
  public internal(set) var firstUptime: UInt64?
  /// How often records were overwritten between two readings.
  public internal(set) var gaps = 0

  public init() {}

  public init(firstNumber: UInt64?, firstUptime: UInt64?, gaps: Int) {
    self.firstNumber = firstNumber
    self.firstUptime = firstUptime
    self.gaps = gaps
  }

  /// The log has every record since the kernel started.
  public var isWhole: Bool { firstNumber == 0 && gaps == 0 }

  /// Notes the first record.
  mutating func take(_ record: Span<UInt8>) {
    guard firstNumber == nil else { return }
    var at = 0
    guard let number = Self.number(record, &at) else { return }
    firstNumber = number
    at += 1
    firstUptime = record.decimal(at: &at)
  }

  /// The number of a record such as `6,406,11823131,-;text`.
  public static func number(of record: Span<UInt8>) -> UInt64? {
    var at = 0
    return number(record, &at)
  }

  private static func number(_ record: Span<UInt8>, _ at: inout Int) -> UInt64? {
    guard record.decimal(at: &at) != nil, at < record.count, record[at] == 0x2c else { return nil }
    at += 1
    return record.decimal(at: &at)
  }
}
