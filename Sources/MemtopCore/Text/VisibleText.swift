/// Makes text from outside safe to show: names and command lines may hold anything.
///
/// Control characters, C1, bidirectional and zero-width marks and other characters without a shape are
/// written as escapes (`\x1b`, `\u{202e}`); invalid UTF-8 becomes U+FFFD.
public enum VisibleText {
  public static func make(_ bytes: some Collection<UInt8>) -> String {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) {
      return String(decoding: bytes, as: UTF8.self)
    }
    return make(String(decoding: bytes, as: UTF8.self))
  }

  public static func make(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { !isVisible($0) }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isVisible(scalar) {
        result.unicodeScalars.append(scalar)
      } else if scalar.value < 0x80 {
        let hex = String(scalar.value, radix: 16)
        result += hex.count < 2 ? "\\x0" + hex : "\\x" + hex
      } else {
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      }
    }
    return result
  }

  /// The arguments of a command line, apart by blanks; empty arguments are shown as `''`.
  public static func commandLine(_ bytes: some Collection<UInt8>) -> String {
    var arguments = bytes.split(separator: 0, omittingEmptySubsequences: false)
    while arguments.last?.isEmpty == true { arguments.removeLast() }
    return arguments.map { $0.isEmpty ? "''" : make($0) }.joined(separator: " ")
  }

  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value >= 0x20, scalar.value < 0x7f { return true }
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint { return false }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return false
    default: return true
    }
  }
}
