import Glibc

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
    /// All names, one after the other, to compare a line with.
    private let spelled: [UInt8]
    /// Where each name begins in `spelled`, and where the last one ends.
    private let starts: [Int]
    /// Where each name stands first; nil where so few are sought faster one by one.
    private let lines: [String: Int]?

    static let none = Names([])
    private static let few = 8

    init(_ labels: [Label]) {
      self.labels = labels
      spelled = labels.flatMap { $0.name.utf8 }
      starts = labels.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.name.utf8.count) }
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

    /// Where the name of a line ends in a text, if it begins as that line does.
    @inline(__always)
    func end(of line: Int, _ bytes: Span<UInt8>, from start: Int) -> Int? {
      guard line < labels.count else { return nil }
      let first = starts[line]
      let length = starts[line + 1] - first
      guard start + length < bytes.count, bytes[start + length].endsName else { return nil }
      let isSame = spelled.withUnsafeBytes { names in
        bytes.withUnsafeBytes { text in
          memcmp(names.baseAddress! + first, text.baseAddress! + start, length) == 0
        }
      }
      return isSame ? start + length : nil
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
    let known = names
    if numbers.isEmpty { numbers.reserveCapacity(known.labels.count) }
    // Those of this reading, from the first line on that is named otherwise.
    var others: [Label]?
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
      if others != nil || asKnown == nil || known.labels[line].isBytes != isBytes {
        let name = asKnown == nil ? bytes.text(start..<nameEnd) : known.labels[line].name
        others = others ?? Array(known.labels.prefix(line))
        others?.append(Label(name: name, isBytes: isBytes))
      }
      if line < numbers.count { numbers[line] = value ?? 0 } else { numbers.append(value ?? 0) }
      line += 1
    }
    if line < numbers.count { numbers.removeSubrange(line...) }
    if let others { names = Names(others) }
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
  fileprivate var endsName: Bool { self == 0x3a || self == 0x20 }
}
