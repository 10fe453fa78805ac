/// A System V segment of shared memory.
///
/// Source: `/proc/sysvipc/shm`. Unit of sizes: bytes.
public struct SharedSegment: Sendable, Equatable {
  /// What `ipcrm -m` takes.
  public let id: Int64
  public let size: UInt64
  /// The process that made it, which may be gone.
  let creator: Int64
  /// Processes that have it in their memory.
  public let attached: UInt64
  /// Since: 2.6.36, as the next.
  public let resident: UInt64?
  public let swapped: UInt64?

  /// The segments in the order of the file; nil when it is not of its form.
  public static func parse(_ bytes: Span<UInt8>) -> [SharedSegment]? {
    guard var end = bytes.lineEnd(from: 0), bytes.lists("key", in: key(bytes, end)) else {
      return nil
    }
    var segments: [SharedSegment] = []
    var at = end + 1
    while let stop = bytes.lineEnd(from: at) {
      end = stop
      if let segment = line(bytes, from: at, to: end) { segments.append(segment) }
      at = end + 1
    }
    return segments
  }

  private static func key(_ bytes: Span<UInt8>, _ end: Int) -> Range<Int> {
    var at = 0
    bytes.skipBlanks(at: &at)
    let stop = bytes.first(0x20, from: at, to: end) ?? end
    return at..<stop
  }

  /// `key shmid perms size cpid lpid nattch uid gid cuid cgid atime dtime ctime rss swap`
  private static func line(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> SharedSegment? {
    var at = start
    var numbers: [Int64] = []
    while numbers.count < 16 {
      bytes.skipBlanks(at: &at)
      guard at < end, let number = bytes.signedDecimal(at: &at) else { break }
      numbers.append(number)
    }
    guard numbers.count >= 14, numbers[3] >= 0, numbers[6] >= 0 else { return nil }
    func size(_ index: Int) -> UInt64? {
      index < numbers.count ? UInt64(exactly: numbers[index]) : nil
    }
    return SharedSegment(
      id: numbers[1], size: UInt64(numbers[3]), creator: numbers[4],
      attached: UInt64(numbers[6]), resident: size(14), swapped: size(15))
  }
}
