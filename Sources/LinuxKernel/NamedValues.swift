/// A kernel file of one named number a line, kept in the kernel's order, unknown names included.
///
/// Reading the same file again updates the numbers in place: nothing is allocated while the kernel
/// prints the same names.
public struct NamedValues: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    /// As the kernel spells it (`MemFree`, `HugePages_Total`, `pswpin`).
    public let name: String
    /// Nil where the line held no number that fits.
    public fileprivate(set) var value: UInt64?
    /// The line said `kB`; `value` is in bytes then, else it is a count.
    public fileprivate(set) var isBytes: Bool
  }

  public private(set) var entries: [Entry] = []
  /// Lines that held no readable number.
  public private(set) var malformedLines = 0

  public init() {}

  public func index(of name: String) -> Int? { entries.firstIndex { $0.name == name } }

  /// Takes over a fresh reading; true when names came, went or moved.
  mutating func update(_ bytes: Span<UInt8>) -> Bool {
    malformedLines = 0
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
        if value == nil { malformedLines += 1 }
        if line < entries.count, Self.matches(entries[line].name, bytes, at..<nameEnd) {
          entries[line].value = value
          entries[line].isBytes = isBytes
        } else {
          if !changed { entries.removeSubrange(line...) }
          changed = true
          entries.append(Entry(name: bytes.text(at..<nameEnd), value: value, isBytes: isBytes))
        }
        line += 1
      }
      at = stop + 1
    }
    if line < entries.count {
      entries.removeSubrange(line...)
      changed = true
    }
    return changed
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
