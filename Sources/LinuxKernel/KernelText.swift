/// The little grammar that kernel text files share: decimal numbers, blanks, lines.
extension Span where Element == UInt8 {
  /// Reads a decimal number and moves `index` behind it; nil when there is no digit or it does not fit.
  @inline(__always)
  func decimal(at index: inout Int) -> UInt64? {
    let start = index
    var value: UInt64 = 0
    var fits = true
    while index < count {
      let digit = self[index] &- 0x30
      guard digit < 10 else { break }
      let (high, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = high.addingReportingOverflow(UInt64(digit))
      if overflow || carry { fits = false }
      value = sum
      index += 1
    }
    return fits && index > start ? value : nil
  }

  /// Reads a decimal number with an optional minus sign.
  @inline(__always)
  func signedDecimal(at index: inout Int) -> Int64? {
    guard index < count, self[index] == 0x2d else {
      return decimal(at: &index).flatMap { Int64(exactly: $0) }
    }
    index += 1
    guard let magnitude = decimal(at: &index) else { return nil }
    return magnitude == 1 << 63 ? .min : Int64(exactly: magnitude).map { -$0 }
  }

  @inline(__always)
  func skipBlanks(at index: inout Int) {
    while index < count, self[index] == 0x20 || self[index] == 0x09 { index += 1 }
  }

  /// The index of the newline that ends the line `index` is in, or nil where the text stops before one.
  @inline(__always)
  func lineEnd(from index: Int) -> Int? {
    var at = index
    while at < count {
      if self[at] == 0x0a { return at }
      at += 1
    }
    return nil
  }

  @inline(__always)
  func starts(with prefix: StaticString, at index: Int) -> Bool {
    let length = prefix.utf8CodeUnitCount
    guard index + length <= count else { return false }
    return prefix.withUTF8Buffer { bytes in
      for offset in 0..<length where self[index + offset] != bytes[offset] { return false }
      return true
    }
  }

  /// The first index of `byte` in a range of indices.
  @inline(__always)
  func first(_ byte: UInt8, from start: Int, to end: Int) -> Int? {
    var at = start
    while at < end {
      if self[at] == byte { return at }
      at += 1
    }
    return nil
  }

  /// Whether a range holds these bytes and no more.
  func isEqual(_ range: Range<Int>, _ text: StaticString) -> Bool {
    range.count == text.utf8CodeUnitCount && starts(with: text, at: range.lowerBound)
  }

  /// Whether a range, a list with commas between its parts, has this part.
  func lists(_ part: StaticString, in range: Range<Int>) -> Bool {
    var at = range.lowerBound
    while at < range.upperBound {
      let stop = first(0x2c, from: at, to: range.upperBound) ?? range.upperBound
      if isEqual(at..<stop, part) { return true }
      at = stop + 1
    }
    return false
  }

  /// Reads a number in kibibytes, as bytes; nil when it does not fit.
  @inline(__always)
  func kibibytes(at index: inout Int) -> UInt64? {
    guard let value = decimal(at: &index) else { return nil }
    let (bytes, overflow) = value.multipliedReportingOverflow(by: 1024)
    return overflow ? nil : bytes
  }

  /// A copy of a range as text; what is not UTF-8 is repaired.
  func text(_ range: Range<Int>) -> String {
    extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
