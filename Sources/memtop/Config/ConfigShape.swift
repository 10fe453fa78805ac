/// Whether a text has the plain form that memtop's config file has: keys with words, numbers,
/// strings and lists of them.
///
/// toml++ ends the program on some broken texts (a section without a name, half a date), so what is
/// beyond this form never reaches it.
enum ConfigShape {
  private enum Place {
    case plain, comment
    /// Ended by this quote.
    case string(UInt8)
  }

  /// Nil, or the first thing that is not of the form.
  static func problem(in bytes: [UInt8]) -> String? {
    var place = Place.plain
    var line = 1
    var depth = 0
    var before: UInt8 = 0x0a
    var isLineStart = true
    var isEscaped = false
    for byte in bytes {
      if byte == 0x0a {
        if case .string = place { return refuse(line, "a string without an end") }
        place = .plain
        line += 1
      } else if byte < 0x20 && byte != 0x09 && byte != 0x0d || byte == 0x7f {
        return refuse(line, "a control character")
      }
      switch place {
      case .comment: break
      case .string(let quote):
        if isEscaped || (byte == 0x5c && quote == 0x22) {
          isEscaped.toggle()
        } else if byte == quote {
          place = .plain
        }
      case .plain:
        switch byte {
        case 0x23: place = .comment
        // A third quote in a row would begin a string of several lines.
        case 0x22, 0x27:
          if byte == before { return refuse(line, "two strings without a comma") }
          place = .string(byte)
        case 0x5b where isLineStart && depth == 0: return refuse(line, "a section")
        case 0x5b: depth += 1
        case 0x5d: depth -= 1
        case 0x2d where (0x30...0x39).contains(before): return refuse(line, "a date")
        default:
          guard isPlain(byte) else { return refuse(line, "a sign outside a string") }
        }
      }
      isLineStart = byte == 0x0a || isLineStart && (byte == 0x20 || byte == 0x09)
      before = byte
    }
    if case .string = place { return refuse(line, "a string without an end") }
    return nil
  }

  private static func refuse(_ line: Int, _ what: String) -> String {
    "line \(line): \(what), which has no meaning here"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: Array("_-+.,= \t\r\n".utf8).contains(byte)
    }
  }
}
