/// Turns UTF-16, which Windows' tools write, into UTF-8; other bytes pass as they are.
struct LogEncoding {
  private enum Kind {
    case unknown, bytes
    case utf16(isBig: Bool)
  }

  private var kind = Kind.unknown
  /// Bytes that are not decided or not whole yet.
  private var rest: [UInt8] = []
  private var high: UInt16?

  /// The piece as UTF-8; nil where it passes unchanged.
  mutating func decode(_ piece: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    switch kind {
    case .bytes: return nil
    case .unknown:
      rest += piece
      guard rest.count >= 4 else { return [] }
      decide()
      if case .bytes = kind {
        let text = rest
        rest = []
        return text.count == piece.count ? nil : text
      }
      return units()
    case .utf16:
      rest += piece
      return units()
    }
  }

  /// What is left at the end of a log of a few bytes.
  mutating func finish() -> [UInt8] {
    defer { rest = [] }
    if case .utf16 = kind { return [] }
    return rest
  }

  /// By the mark, or by the zeros of four bytes of ASCII.
  private mutating func decide() {
    switch (rest[0], rest[1], rest[2], rest[3]) {
    case (0xff, 0xfe, _, _): kind = .utf16(isBig: false)
    case (0xfe, 0xff, _, _): kind = .utf16(isBig: true)
    case (1..., 0, 1..., 0): kind = .utf16(isBig: false)
    case (0, 1..., 0, 1...): kind = .utf16(isBig: true)
    default: kind = .bytes
    }
  }

  private mutating func units() -> [UInt8] {
    guard case .utf16(let isBig) = kind else { return [] }
    var text: [UInt8] = []
    text.reserveCapacity(rest.count)
    var at = 0
    while at + 1 < rest.count {
      let (one, other) = (UInt16(rest[at]), UInt16(rest[at + 1]))
      add(isBig ? one << 8 | other : other << 8 | one, to: &text)
      at += 2
    }
    rest.removeFirst(at)
    return text
  }

  private mutating func add(_ unit: UInt16, to text: inout [UInt8]) {
    if (0xd800..<0xdc00).contains(unit) {
      high = unit
      return
    }
    var value = UInt32(unit)
    if let first = high, (0xdc00..<0xe000).contains(unit) {
      value = 0x10000 + (UInt32(first) - 0xd800) << 10 + value - 0xdc00
    }
    high = nil
    text += Array(String(Unicode.Scalar(value) ?? "\u{fffd}").utf8)
  }
}
