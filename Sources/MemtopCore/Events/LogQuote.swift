/// What mail, diffs, web pages, editors and grep put before whole lines.
enum LogQuote {
  /// Leaves the cursor at the line itself.
  static func skip(_ cursor: inout LogCursor) {
    _ = cursor.skip("\u{feff}")
    repeat { skipMarks(&cursor) } while skipNumber(&cursor) || skipFile(&cursor)
  }

  /// Marks of quoting, and the NULs that a crash leaves in files.
  private static func skipMarks(_ cursor: inout LogCursor) {
    while let byte = cursor.byte {
      switch byte {
      case 0x20, 0x09, 0x3e, 0x60, 0x7c, 0x2b, 0x2a, 0x00, 0x22, 0x27, 0x23: cursor.at += 1
      case 0x3a where cursor.starts(with: ": ", at: cursor.at): cursor.at += 2
      case 0x2d where cursor.starts(with: "-[", at: cursor.at): cursor.at += 1
      case 0x26 where cursor.starts(with: "&gt;", at: cursor.at): cursor.at += 4
      default: return
      }
    }
  }

  /// The number of a line, `17:`; `17:04` is a time.
  private static func skipNumber(_ cursor: inout LogCursor) -> Bool {
    var at = cursor
    guard at.decimal() != nil, at.skip(0x3a), let next = at.byte, !(0x30...0x39).contains(next)
    else { return false }
    cursor.at = at.at
    return true
  }

  /// A file's path before a colon; a blank behind it is another's.
  private static func skipFile(_ cursor: inout LogCursor) -> Bool {
    var at = cursor
    guard at.skip("/") || at.skip("./") || at.skip("../") else { return false }
    while let byte = at.byte, byte != 0x20, byte != 0x3a { at.at += 1 }
    guard at.skip(0x3a), at.byte != 0x20 else { return false }
    cursor.at = at.at
    return true
  }
}
