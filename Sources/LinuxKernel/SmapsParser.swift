/// Reads `smaps` a piece at a time: the line of a mapping, then a line for each of its sizes.
struct SmapsParser {
  private var mappings = ProcessMappings()
  private var kind = MappingKind.anonymous
  private var name: [UInt8] = []
  private var start: UInt64 = 0
  private var sizes = MappingSizes()
  private var isInMapping = false

  /// Takes all whole lines and returns how many bytes they are.
  mutating func take(_ bytes: Span<UInt8>) -> Int {
    var at = 0
    while let end = bytes.lineEnd(from: at) {
      takeLine(bytes, at, end)
      at = end + 1
    }
    return at
  }

  /// Everything taken; an unfinished line is not in it.
  mutating func finish() -> ProcessMappings {
    close()
    return mappings
  }

  private mutating func close() {
    guard isInMapping else { return }
    isInMapping = false
    mappings.add(kind, name, start: start, sizes)
  }

  private mutating func takeLine(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) {
    guard at < end else { return }
    // Addresses are written in small letters, the names of sizes begin with a capital.
    if bytes[at] < UInt8(ascii: "A") || bytes[at] >= UInt8(ascii: "a") {
      close()
      isInMapping = open(bytes, at, end)
      if !isInMapping { mappings.malformedLines += 1 }
    } else if isInMapping {
      takeSize(bytes, at, end)
    }
  }

  /// `START-END PERMISSIONS OFFSET DEVICE INODE NAME`
  private mutating func open(_ bytes: Span<UInt8>, _ line: Int, _ end: Int) -> Bool {
    var at = line
    guard let first = bytes.hexadecimal(at: &at), at < end, bytes[at] == UInt8(ascii: "-") else {
      return false
    }
    at += 1
    guard let last = bytes.hexadecimal(at: &at), last >= first else { return false }
    for _ in 0..<3 {
      bytes.skipBlanks(at: &at)
      guard let blank = bytes.first(0x20, from: at, to: end) else { return false }
      at = blank
    }
    bytes.skipBlanks(at: &at)
    guard at < end, let inode = bytes.decimal(at: &at) else { return false }
    bytes.skipBlanks(at: &at)
    let text = bytes.extracting(min(at, end)..<end)
    name.removeAll(keepingCapacity: true)
    text.withUnsafeBufferPointer { name.append(contentsOf: $0) }
    kind = MappingKind(text, hasInode: inode != 0)
    start = first
    sizes = MappingSizes()
    sizes.count = 1
    sizes.size = last - first
    return true
  }

  private mutating func takeSize(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) {
    switch bytes[at] {
    case UInt8(ascii: "R") where bytes.starts(with: "Rss:", at: at):
      sizes.rss = size(bytes, at + 4, end) ?? 0
    case UInt8(ascii: "P") where bytes.starts(with: "Pss:", at: at):
      sizes.pss = size(bytes, at + 4, end)
    case UInt8(ascii: "S") where bytes.starts(with: "Swap:", at: at):
      sizes.swap = size(bytes, at + 5, end)
    case UInt8(ascii: "S") where bytes.starts(with: "Shared_Hugetlb:", at: at),
      UInt8(ascii: "P") where bytes.starts(with: "Private_Hugetlb:", at: at):
      takeHuge(bytes, at, end)
    default: break
    }
  }

  private mutating func takeHuge(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) {
    guard let colon = bytes.first(0x3a, from: at, to: end),
      let huge = size(bytes, colon + 1, end), huge > 0
    else { return }
    kind = .hugetlb
    sizes.hugetlb = sizes.hugetlb.addingSaturated(huge)
  }

  private mutating func size(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64? {
    var at = start
    bytes.skipBlanks(at: &at)
    guard let value = bytes.kibibytes(at: &at), bytes.starts(with: " kB", at: at), at + 3 == end
    else {
      mappings.malformedLines += 1
      return nil
    }
    return value
  }
}

extension Span where Element == UInt8 {
  /// Reads a number of small hexadecimal digits; nil when there is none or it does not fit.
  @inline(__always)
  func hexadecimal(at index: inout Int) -> UInt64? {
    let start = index
    var value: UInt64 = 0
    while index < count {
      let byte = self[index]
      let digit = byte &- 0x30 < 10 ? byte &- 0x30 : byte &- 0x57
      guard digit < 16, byte &- 0x30 < 10 || digit >= 10 else { break }
      value = value << 4 | UInt64(digit)
      index += 1
    }
    return index > start && index - start <= 16 ? value : nil
  }
}
