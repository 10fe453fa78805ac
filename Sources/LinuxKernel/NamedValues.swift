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
      let label = values.names.labels[line]
      return Entry(name: label.name, value: values.value(at: line), isBytes: label.isBytes)
    }
  }

  /// What stands around the number of a line.
  private struct Label: Sendable, Equatable {
    let name: String
    let isBytes: Bool
  }

  /// What stands around the numbers of all lines: one of these serves every reading that has the same.
  private final class Names: Sendable {
    let labels: [Label]
    /// Where each name stands first; nil where so few are sought faster one by one.
    private let lines: [String: Int]?

    static let none = Names([])
    private static let few = 8

    init(_ labels: [Label]) {
      self.labels = labels
      guard labels.count > Self.few else {
        lines = nil
        return
      }
      let places = labels.enumerated().map { ($1.name, $0) }
      lines = Dictionary(places) { first, _ in first }
    }

    func line(of name: String) -> Int? {
      guard let lines else { return labels.firstIndex { $0.name == name } }
      return lines[name]
    }
  }

  /// More than `numbers` where only the names were taken over.
  private var names = Names.none
  private var numbers: [UInt64] = []
  /// Lines that held no readable number, in ascending order.
  private var unreadable: [Int] = []

  public init() {}

  /// Nothing is read yet, but the names are expected to be those of another file.
  init(namedLike other: NamedValues) { names = other.names }

  public static func == (a: NamedValues, b: NamedValues) -> Bool {
    a.numbers == b.numbers && a.unreadable == b.unreadable
      && (a.names === b.names
        || a.names.labels.prefix(a.numbers.count) == b.names.labels.prefix(b.numbers.count))
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
    let known = names.labels
    if numbers.isEmpty { numbers.reserveCapacity(known.count) }
    // Those of this reading, from the first line on that is named otherwise.
    var others: [Label]?
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
        let isAsNamed =
          line < known.count && Self.matches(known[line].name, bytes, at..<nameEnd)
        if !isAsNamed { changed = true }
        if others != nil || !isAsNamed || known[line].isBytes != isBytes {
          let name = isAsNamed ? known[line].name : bytes.text(at..<nameEnd)
          others = others ?? Array(known.prefix(line))
          others?.append(Label(name: name, isBytes: isBytes))
        }
        if line < numbers.count { numbers[line] = value ?? 0 } else { numbers.append(value ?? 0) }
        line += 1
      }
      at = stop + 1
    }
    if line < numbers.count { numbers.removeSubrange(line...) }
    if let others { names = Names(others) }
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
