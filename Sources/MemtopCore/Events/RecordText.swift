/// The text of /dev/kmsg records, where bytes that are not printable stand as `\x0a`.
enum RecordText {
  static func unescape(_ cursor: LogCursor) -> [UInt8] {
    var result: [UInt8] = []
    var at = cursor.at
    while at < cursor.end {
      if cursor.starts(with: "\\x", at: at), at + 3 < cursor.end,
        let high = digit(cursor[at + 2]), let low = digit(cursor[at + 3])
      {
        result.append(high << 4 | low)
        at += 4
      } else {
        result.append(cursor[at])
        at += 1
      }
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    case 0x41...0x46: byte - 0x41 + 10
    default: nil
    }
  }
}
