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
      let names = values.names
      return Entry(
        name: names.name(line), value: values.value(at: line), isBytes: names.isBytes(line))
    }
  }

  /// More than `numbers` where only the names were taken over.
  private var names = LineNames.none
  private var numbers: [UInt64] = []
  /// Lines that held no readable number, in ascending order.
  private var unreadable: [Int] = []

  public init() {}

  /// Nothing is read yet, but the names are expected to be those of another file.
  init(namedLike other: NamedValues) { names = other.names }

  public static func == (a: NamedValues, b: NamedValues) -> Bool {
    a.numbers == b.numbers && a.unreadable == b.unreadable
      && LineNames.agree(a.names, b.names, count: a.numbers.count)
  }

  public var entries: Entries { Entries(values: self) }

  /// Lines that held no readable number.
  public var malformedLines: Int { unreadable.count }

  public func index(of name: String) -> Int? {
    names.line(of: name).flatMap { $0 < numbers.count ? $0 : nil }
  }

  /// The number of a line; nil where it held none that fits.
  func value(at line: Int) -> UInt64? {
    unreadable.isEmpty || !unreadable.contains(line) ? numbers[line] : nil
  }

  /// Takes over a fresh reading; true when names came, went or moved.
  mutating func update(_ bytes: Span<UInt8>) -> Bool {
    let linesBefore = numbers.count
    if !unreadable.isEmpty { unreadable.removeAll() }
    let known = names
    if numbers.isEmpty { numbers.reserveCapacity(known.count) }
    // Those of this reading, from the first line on that is named otherwise.
    var others: LineNames.Lines?
    var line = 0
    var at = 0
    var changed = false
    while at < bytes.count {
      let start = at
      let asKnown = known.end(of: line, bytes, from: start)
      let nameEnd = asKnown ?? Self.nameEnd(bytes, from: start)
      at = nameEnd
      let (value, isBytes) = Self.number(bytes, at: &at)
      guard nameEnd > start else { continue }
      if value == nil { unreadable.append(line) }
      if asKnown == nil { changed = true }
      if others != nil || asKnown == nil || known.isBytes(line) != isBytes {
        if others == nil { others = LineNames.Lines(known, count: line) }
        others?.append(bytes.extracting(start..<nameEnd), isBytes: isBytes)
      }
      if line < numbers.count { numbers[line] = value ?? 0 } else { numbers.append(value ?? 0) }
      line += 1
    }
    if line < numbers.count { numbers.removeSubrange(line...) }
    if let others { names = LineNames(others) }
    return changed || line != linesBefore
  }

  private static func nameEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var at = start
    while at < bytes.count, !bytes[at].endsName, bytes[at] != 0x0a { at += 1 }
    return at
  }

  /// The number that follows a name, and whether its unit is `kB`. Moves `at` to the next line; of one that
  /// was cut nothing is believed.
  @inline(__always)
  private static func number(_ bytes: Span<UInt8>, at: inout Int) -> (UInt64?, Bool) {
    if at < bytes.count, bytes[at] == 0x3a { at += 1 }
    bytes.skipBlanks(at: &at)
    let value = bytes.decimal(at: &at)
    let numberEnd = at
    bytes.skipBlanks(at: &at)
    if at < bytes.count, bytes[at] == 0x0a {
      at += 1
      return (value, false)
    }
    let isBytes = value != nil && bytes.starts(with: "kB\n", at: at)
    guard let end = bytes.lineEnd(from: numberEnd) else {
      at = bytes.count
      return (nil, false)
    }
    at = end + 1
    guard isBytes, let value else { return (nil, false) }
    let (scaled, overflow) = value.multipliedReportingOverflow(by: 1024)
    return (overflow ? nil : scaled, true)
  }
}

extension UInt8 {
  /// A colon or a blank.
  var endsName: Bool { self == 0x3a || self == 0x20 }
}
