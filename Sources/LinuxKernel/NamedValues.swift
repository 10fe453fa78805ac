/// A kernel file of one named number a line, kept in the kernel's order, unknown names included.
///
/// Reading the same file again updates the numbers in place: nothing is allocated while the kernel
/// prints the same names. Readings of several files that have the same names share them.
public struct NamedValues: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    /// As the kernel spells it (`MemFree`, `HugePages_Total`, `pswpin`).
    public let name: String
    /// Nil where the line held no number that fits.
    public let value: UInt64?
    /// The line said `kB`; `value` is in bytes then, else it is a count.
    public let isBytes: Bool
  }

  /// The lines, one after the other.
  public struct Entries: RandomAccessCollection, Sendable {
    fileprivate let values: NamedValues

    public var startIndex: Int { 0 }
    public var endIndex: Int { values.numbers.count }

    public subscript(line: Int) -> Entry {
      let label = values.labels[line]
      return Entry(name: label.name, value: values.value(at: line), isBytes: label.isBytes)
    }
  }

  /// What stands around the number of a line.
  private struct Label: Sendable, Equatable {
    let name: String
    var isBytes: Bool
  }

  /// More than `numbers` where only the names were taken over.
  private var labels: [Label] = []
  private var numbers: [UInt64] = []
  /// Lines that held no readable number, in ascending order.
  private var unreadable: [Int] = []

  public init() {}

  /// Nothing is read yet, but the names are expected to be those of another file.
  init(namedLike other: NamedValues) { labels = other.labels }

  public static func == (a: NamedValues, b: NamedValues) -> Bool {
    a.numbers == b.numbers && a.unreadable == b.unreadable
      && a.labels.prefix(a.numbers.count) == b.labels.prefix(b.numbers.count)
  }

  public var entries: Entries { Entries(values: self) }

  /// Lines that held no readable number.
  public var malformedLines: Int { unreadable.count }

  public func index(of name: String) -> Int? {
    for line in numbers.indices where labels[line].name == name { return line }
    return nil
  }

  /// The number of a line; nil where it held none that fits.
  func value(at line: Int) -> UInt64? {
    unreadable.isEmpty || !unreadable.contains(line) ? numbers[line] : nil
  }

  /// Takes over a fresh reading; true when names came, went or moved.
  mutating func update(_ bytes: Span<UInt8>) -> Bool {
    let linesBefore = numbers.count
    if !unreadable.isEmpty { unreadable.removeAll() }
    if numbers.isEmpty { numbers.reserveCapacity(labels.count) }
    var line = 0
    var at = 0
    var changed = false
    while at < bytes.count {
      let end = bytes.lineEnd(from: at)
      let stop = end ?? bytes.count
      var nameEnd = at
      while nameEnd < stop, bytes[nameEnd] != 0x3a, bytes[nameEnd] != 0x20 { nameEnd += 1 }
      if nameEnd > at {
        var value: UInt64?
        var isBytes = false
        if end != nil { (value, isBytes) = Self.number(bytes, from: nameEnd, to: stop) }
        if value == nil { unreadable.append(line) }
        if line >= labels.count || !Self.matches(labels[line].name, bytes, at..<nameEnd) {
          labels.removeSubrange(min(line, labels.count)...)
          labels.append(Label(name: bytes.text(at..<nameEnd), isBytes: isBytes))
          changed = true
        } else if labels[line].isBytes != isBytes {
          labels[line].isBytes = isBytes
        }
        if line < numbers.count { numbers[line] = value ?? 0 } else { numbers.append(value ?? 0) }
        line += 1
      }
      at = stop + 1
    }
    if line < numbers.count { numbers.removeSubrange(line...) }
    return changed || line != linesBefore
  }

  private static func number(
    _ bytes: Span<UInt8>, from start: Int, to end: Int
  ) -> (UInt64?, Bool) {
    var at = start
    if at < end, bytes[at] == 0x3a { at += 1 }
    bytes.skipBlanks(at: &at)
    guard let value = bytes.decimal(at: &at) else { return (nil, false) }
    bytes.skipBlanks(at: &at)
    if at == end { return (value, false) }
    guard bytes.starts(with: "kB", at: at), at + 2 == end else { return (nil, false) }
    let (scaled, overflow) = value.multipliedReportingOverflow(by: 1024)
    return (overflow ? nil : scaled, true)
  }

  private static func matches(_ name: String, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let utf8 = name.utf8
    guard utf8.count == range.count else { return false }
    var at = range.lowerBound
    for byte in utf8 {
      if bytes[at] != byte { return false }
      at += 1
    }
    return true
  }
}
