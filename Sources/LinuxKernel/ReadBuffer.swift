/// A buffer that kernel files are read into, again and again, without allocating.
public struct ReadBuffer: ~Copyable {
  /// Longest kernel file taken; what lies beyond is cut, which the parsers see as a missing line end.
  public static let limit = 1 << 20

  private var storage: UnsafeMutableRawBufferPointer
  private var filled = 0
  /// The first file that could not be read although it is there, since `forgetFailure`. Whoever makes an
  /// absent value of every file that gives none looks here before it is called absent.
  public private(set) var failure: ReadFailure?

  public init(capacity: Int = 1 << 14) {
    storage = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { storage.deallocate() }

  var base: UnsafeMutableRawPointer { storage.baseAddress! }
  var capacity: Int { storage.count }

  public mutating func forgetFailure() { failure = nil }

  mutating func note(_ outcome: ReadOutcome, of file: @autoclosure () -> String) {
    guard failure == nil, case .failed(let code) = outcome else { return }
    failure = ReadFailure(file: file(), errno: code)
  }

  mutating func setCount(_ count: Int) { filled = count }

  /// Doubles the capacity; false when it is at its limit.
  mutating func grow() -> Bool {
    guard storage.count < Self.limit else { return false }
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: storage.count * 2, alignment: 16)
    storage.deallocate()
    storage = larger
    filled = 0
    return true
  }

  /// The bytes of the last file read, for as long as `body` runs.
  public borrowing func withBytes<R>(_ body: (Span<UInt8>) throws -> R) rethrows -> R {
    let bytes = UnsafeRawBufferPointer(start: storage.baseAddress, count: filled)
    return try body(bytes.assumingMemoryBound(to: UInt8.self).span)
  }
}

/// A file that could not be read although it is there.
public struct ReadFailure: Sendable, Equatable {
  /// Named from the root, without a leading slash.
  public let file: String
  public let errno: Int32

  public init(file: String, errno: Int32) {
    self.file = file
    self.errno = errno
  }
}
