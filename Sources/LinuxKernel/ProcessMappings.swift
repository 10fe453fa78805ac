import CLinux
import Glibc

/// What a process's memory is mapped from: sums of each kind, and the biggest of each.
///
/// Source: `/proc/PID/smaps`. Unit: bytes. Reading it walks all page tables with the process's memory
/// locked, and can block for long: not for the thread that takes input.
public struct ProcessMappings: Sendable, Equatable {
  /// Mappings of one name, or one without a name.
  public struct Mapping: Sendable, Equatable {
    /// As the kernel writes it, from outside; empty where there is none.
    public let name: [UInt8]
    /// Where the first of them begins.
    public let start: UInt64
    public internal(set) var sizes: MappingSizes
  }

  private var sums = [MappingSizes](repeating: MappingSizes(), count: MappingKind.allCases.count)
  private var kept = [BiggestMappings](
    repeating: BiggestMappings(), count: MappingKind.allCases.count)
  /// Lines that could not be read.
  public internal(set) var malformedLines = 0

  init() {}

  /// Every mapping of a kind together.
  public func sum(_ kind: MappingKind) -> MappingSizes { sums[Int(kind.rawValue)] }

  /// All mappings together.
  public var total: MappingSizes {
    sums.reduce(into: MappingSizes()) { $0.add($1) }
  }

  /// Those of a kind that hold the most, the biggest first.
  public func biggest(_ kind: MappingKind, _ count: Int) -> [Mapping] {
    Array(kept[Int(kind.rawValue)].sorted.prefix(count))
  }

  mutating func add(
    _ kind: MappingKind, _ name: borrowing [UInt8], start: UInt64, _ sizes: MappingSizes
  ) {
    sums[Int(kind.rawValue)].add(sizes)
    kept[Int(kind.rawValue)].add(name, start: start, sizes)
  }

  /// Parses a whole file.
  public static func parse(_ bytes: Span<UInt8>) -> ProcessMappings {
    var parser = SmapsParser()
    _ = parser.take(bytes)
    return parser.finish()
  }

  /// How much is read at once; a line is never longer. Unit: bytes.
  private static let piece = 1 << 16

  /// Nil where the process is gone or the pid is another's; absent where the process has no memory or
  /// this kernel no such file. Denied without the right to trace the process.
  public static func read(_ process: ProcessID, in root: KernelRoot) -> Reading<ProcessMappings>? {
    let name = "\(process.pid)/smaps"
    if root.denied.contains("proc/" + name) { return .denied }
    let file = clinux_open_file(root.proc, name)
    defer { if file >= 0 { close(file) } }
    var result = Int(file)
    var parser = SmapsParser()
    if file >= 0 { result = stream(file, into: &parser) }
    // Asked after the last byte: of a process that ended meanwhile only a part was read.
    guard root.holds(process) else { return nil }
    switch ReadOutcome(result: result) {
    case .denied: return .denied
    case .failed(let code): return .failed(errno: code)
    case .vanished, .unsupported, .bytes(0): return .absent
    case .bytes: break
    }
    let mappings = parser.finish()
    return mappings.total.count > 0 ? .value(mappings) : .malformed("no mapping")
  }

  /// Returns how many bytes there were, or -errno.
  private static func stream(_ file: Int32, into parser: inout SmapsParser) -> Int {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: piece)
    defer { buffer.deallocate() }
    var filled = 0
    var total = 0
    while true {
      let count = clinux_read_piece(file, buffer + filled, UInt(piece - filled))
      if count <= 0 { return count < 0 ? count : total }
      total += count
      filled += count
      let used = parser.take(UnsafeBufferPointer(start: buffer, count: filled).span)
      filled -= used
      // What is longer than a piece is no line of this file.
      if filled == piece { filled = 0 }
      memmove(buffer, buffer + used, filled)
    }
  }
}
