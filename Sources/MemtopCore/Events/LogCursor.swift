/// A place in one line of a log, and the little grammar that kernel messages are made of.
///
/// It points into the reader's buffer: a log of gigabytes is read without a copy of its lines, so a
/// cursor must not outlive the call that it was made in.
struct LogCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  var at: Int
  /// One past the last byte of the line.
  let end: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) {
    self.bytes = bytes
    at = start
    self.end = end
  }

  var isAtEnd: Bool { at >= end }

  /// The byte here; nil at the end of the line.
  var byte: UInt8? { at < end ? bytes[at] : nil }

  subscript(index: Int) -> UInt8 { bytes[index] }

  func starts(with text: StaticString, at index: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard index + length <= end else { return false }
    let start = text.utf8Start
    for offset in 0..<length where bytes[index + offset] != start[offset] { return false }
    return true
  }

  /// Moves behind `text` where it stands here; false where it does not.
  mutating func skip(_ text: StaticString) -> Bool {
    guard starts(with: text, at: at) else { return false }
    at += text.utf8CodeUnitCount
    return true
  }

  mutating func skip(_ wanted: UInt8) -> Bool {
    guard byte == wanted else { return false }
    at += 1
    return true
  }

  mutating func skipOne(_ byte: UInt8) { if self.byte == byte { at += 1 } }

  func moved(to place: Int) -> LogCursor {
    var cursor = self
    cursor.at = place
    return cursor
  }

  mutating func skipBlanks() {
    while at < end, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
  }

  /// Reads a decimal number; nil where there is none or it does not fit.
  mutating func decimal() -> UInt64? {
    let start = at
    var value: UInt64 = 0
    var fits = true
    while at < end {
      let digit = bytes[at] &- 0x30
      guard digit < 10 else { break }
      let (high, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = high.addingReportingOverflow(UInt64(digit))
      if overflow || carry { fits = false }
      value = sum
      at += 1
    }
    return fits && at > start ? value : nil
  }

  /// Reads a number of a smaller type.
  mutating func number<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
    let isNegative = T.isSigned && skip(0x2d)
    guard let magnitude = decimal(), let value = Int64(exactly: magnitude) else { return nil }
    return T(exactly: isNegative ? -value : value)
  }

  /// Reads `12kB` as bytes; nil where the number or its unit is cut, or it does not fit.
  mutating func kibibytes() -> UInt64? {
    guard let value = decimal(), skip("kB") || skip("KB") else { return nil }
    let (bytes, overflow) = value.multipliedReportingOverflow(by: 1024)
    return overflow ? nil : bytes
  }

  /// The first place of `text` from here on.
  func find(_ text: StaticString) -> Int? { find(text, to: end) }

  /// The first place of `text` from here on that begins before `limit`.
  func find(_ text: StaticString, to limit: Int) -> Int? {
    var index = at
    let first = text.utf8Start[0]
    while index < min(limit, end) {
      if bytes[index] == first, starts(with: text, at: index) { return index }
      index += 1
    }
    return nil
  }

  /// The first place of the first of the words that is there.
  func find(anyOf words: [StaticString]) -> Int? {
    for word in words {
      if let place = find(word) { return place }
    }
    return nil
  }

  /// The last place of `text` from here on.
  func findLast(_ text: StaticString) -> Int? {
    var index = end - text.utf8CodeUnitCount
    let first = text.utf8Start[0]
    while index >= at {
      if bytes[index] == first, starts(with: text, at: index) { return index }
      index -= 1
    }
    return nil
  }

  /// The first place of a byte from here on.
  func find(_ byte: UInt8) -> Int? {
    var index = at
    while index < end {
      if bytes[index] == byte { return index }
      index += 1
    }
    return nil
  }

  func bytes(_ range: Range<Int>) -> [UInt8] { Array(bytes[range]) }

  /// The bytes as text that is still as hostile as the log; what is not UTF-8 is repaired.
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// From here to the end of the line, without blanks at the end.
  func rest() -> String {
    var last = end
    while last > at, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
    return text(at..<last)
  }

  /// The word that begins here, up to a blank or the end.
  mutating func word() -> Range<Int> {
    let start = at
    while at < end, bytes[at] != 0x20, bytes[at] != 0x09 { at += 1 }
    return start..<at
  }
}
