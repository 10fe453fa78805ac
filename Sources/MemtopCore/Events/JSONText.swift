/// The little of JSON that logs are written in: one object, the values of which are handed on flat.
enum JSONText {
  /// Deeper than any log's own objects.
  private static let deepest = 32

  /// Hands on each key with its value as text; false where the line is no whole object.
  static func readObject(
    _ cursor: inout LogCursor, _ take: ([UInt8], [UInt8]) -> Void
  ) -> Bool {
    guard object(&cursor, 0, take) else { return false }
    cursor.skipBlanks()
    _ = cursor.skip(",")
    cursor.skipBlanks()
    return cursor.isAtEnd
  }

  /// Reads `"key" : value,`, a line of an object that is written in several.
  static func readMember(_ cursor: inout LogCursor) -> (key: [UInt8], value: [UInt8])? {
    cursor.skipBlanks()
    guard let key = string(&cursor) else { return nil }
    cursor.skipBlanks()
    guard cursor.skip(":") else { return nil }
    cursor.skipBlanks()
    guard let value = scalar(&cursor) else { return nil }
    cursor.skipBlanks()
    _ = cursor.skip(",")
    cursor.skipBlanks()
    return cursor.isAtEnd ? (key, value) : nil
  }

  private static func object(
    _ cursor: inout LogCursor, _ depth: Int, _ take: ([UInt8], [UInt8]) -> Void
  ) -> Bool {
    guard depth < deepest, cursor.skip("{") else { return false }
    var isFirst = true
    while true {
      cursor.skipBlanks()
      if cursor.skip("}") { return true }
      if !isFirst {
        guard cursor.skip(",") else { return false }
        cursor.skipBlanks()
      }
      isFirst = false
      guard let key = string(&cursor) else { return false }
      cursor.skipBlanks()
      guard cursor.skip(":") else { return false }
      cursor.skipBlanks()
      if cursor.byte == 0x7b {
        guard object(&cursor, depth + 1, take) else { return false }
      } else {
        guard let value = scalar(&cursor) else { return false }
        take(key, value)
      }
    }
  }

  /// A string, a number, a word, or an array: of the bytes of one value, or of the values of a repeated
  /// field, the first of which counts.
  private static func scalar(_ cursor: inout LogCursor) -> [UInt8]? {
    if cursor.byte == 0x22 { return string(&cursor) }
    for word in ["null", "true", "false"] as [StaticString] where cursor.skip(word) { return [] }
    guard cursor.byte == 0x5b else { return number(&cursor) }
    cursor.at += 1
    var result: [UInt8] = []
    var isFirst = true
    while true {
      cursor.skipBlanks()
      if cursor.skip("]") { return result }
      if !isFirst {
        guard cursor.skip(",") else { return nil }
        cursor.skipBlanks()
      }
      if cursor.byte == 0x22 || cursor.byte == 0x5b {
        // An array within an array is the bytes of a repeated field's value.
        guard let value = cursor.byte == 0x22 ? string(&cursor) : numbers(&cursor) else {
          return nil
        }
        if isFirst { result = value }
      } else {
        guard let byte = cursor.number(UInt8.self) else { return nil }
        result.append(byte)
      }
      isFirst = false
    }
  }

  /// A number, as it is written.
  private static func number(_ cursor: inout LogCursor) -> [UInt8]? {
    let start = cursor.at
    while let byte = cursor.byte, byte == 0x2d || byte == 0x2e || (0x30...0x39).contains(byte) {
      cursor.at += 1
    }
    return cursor.at > start ? cursor.bytes(start..<cursor.at) : nil
  }

  private static func numbers(_ cursor: inout LogCursor) -> [UInt8]? {
    guard cursor.skip("[") else { return nil }
    var result: [UInt8] = []
    while true {
      cursor.skipBlanks()
      if cursor.skip("]") { return result }
      if !result.isEmpty {
        guard cursor.skip(",") else { return nil }
        cursor.skipBlanks()
      }
      guard let byte = cursor.number(UInt8.self) else { return nil }
      result.append(byte)
    }
  }

  static func string(_ cursor: inout LogCursor) -> [UInt8]? {
    guard cursor.skip(0x22) else { return nil }
    var result: [UInt8] = []
    while let byte = cursor.byte {
      cursor.at += 1
      switch byte {
      case 0x22: return result
      case 0x5c:
        guard escape(&cursor, &result) else { return nil }
      case 0..<0x20: return nil
      default: result.append(byte)
      }
    }
    return nil
  }

  private static let plainEscapes: [UInt8: UInt8] = [
    0x22: 0x22, 0x5c: 0x5c, 0x2f: 0x2f, 0x62: 0x08, 0x66: 0x0c, 0x6e: 0x0a, 0x72: 0x0d,
    0x74: 0x09,
  ]

  private static func escape(_ cursor: inout LogCursor, _ result: inout [UInt8]) -> Bool {
    guard let letter = cursor.byte else { return false }
    cursor.at += 1
    if let plain = plainEscapes[letter] {
      result.append(plain)
      return true
    }
    guard letter == 0x75, let first = unit(&cursor) else { return false }
    var value = UInt32(first)
    if (0xd800..<0xdc00).contains(first) {
      guard cursor.skip("\\u"), let second = unit(&cursor), (0xdc00..<0xe000).contains(second)
      else { return false }
      value = 0x10000 + (UInt32(first) - 0xd800) << 10 + UInt32(second) - 0xdc00
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    result += Array(String(scalar).utf8)
    return true
  }

  private static func unit(_ cursor: inout LogCursor) -> UInt16? {
    guard cursor.at + 4 <= cursor.end else { return nil }
    let digits = cursor.text(cursor.at..<cursor.at + 4)
    guard digits.utf8.allSatisfy({ $0 != 0x2b && $0 != 0x2d }) else { return nil }
    cursor.at += 4
    return UInt16(digits, radix: 16)
  }
}
