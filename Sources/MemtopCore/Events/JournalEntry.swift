/// One entry of the journal, as `journalctl -o json` writes it in a line.
///
/// Only what a kill is read from is kept; a line that is not one flat object is none.
struct JournalEntry {
  /// Unit: microseconds after 1970-01-01 UTC.
  private(set) var realtime: Int64?
  /// When the kernel wrote it. Unit: microseconds of uptime.
  private(set) var uptime: UInt64?
  private(set) var bootID: [UInt8] = []
  private(set) var identifier: [UInt8] = []
  private(set) var isKernel = false
  /// As it was logged; it need not be UTF-8.
  private(set) var message: [UInt8] = []

  private enum Key: CaseIterable {
    case message, identifier, realtime, uptime, bootID, transport

    var name: StaticString {
      switch self {
      case .message: "MESSAGE"
      case .identifier: "SYSLOG_IDENTIFIER"
      case .realtime: "__REALTIME_TIMESTAMP"
      case .uptime: "_SOURCE_MONOTONIC_TIMESTAMP"
      case .bootID: "_BOOT_ID"
      case .transport: "_TRANSPORT"
      }
    }
  }

  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var cursor = LogCursor(bytes, from: 0, to: bytes.count)
    cursor.skipBlanks()
    guard cursor.skip("{") else { return nil }
    var isFirst = true
    while true {
      cursor.skipBlanks()
      if cursor.skip("}") { break }
      if !isFirst {
        guard cursor.skip(",") else { return nil }
        cursor.skipBlanks()
      }
      isFirst = false
      guard let key = Self.string(&cursor) else { return nil }
      cursor.skipBlanks()
      guard cursor.skip(":") else { return nil }
      cursor.skipBlanks()
      guard let value = Self.value(&cursor) else { return nil }
      take(key, value)
    }
    cursor.skipBlanks()
    guard cursor.isAtEnd else { return nil }
  }

  private mutating func take(_ key: [UInt8], _ value: [UInt8]) {
    let known = Key.allCases.first { key.elementsEqual(Self.bytes($0.name)) }
    func number<T: FixedWidthInteger>() -> T? { T(String(decoding: value, as: UTF8.self)) }
    switch known {
    case .message: message = value
    case .identifier: identifier = value
    case .realtime: realtime = number()
    case .uptime: uptime = number()
    case .bootID: bootID = value
    case .transport: isKernel = value.elementsEqual("kernel".utf8)
    case nil: break
    }
  }

  private static func bytes(_ name: StaticString) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
  }

  /// A string, null, or an array: of the bytes of one value, or of the values of a repeated field, the
  /// first of which counts.
  private static func value(_ cursor: inout LogCursor) -> [UInt8]? {
    if cursor.byte == 0x22 { return string(&cursor) }
    if cursor.skip("null") { return [] }
    guard cursor.skip("[") else { return nil }
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

  private static func string(_ cursor: inout LogCursor) -> [UInt8]? {
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
