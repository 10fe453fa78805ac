/// Text in which bytes that may not stand there are written as a backslash and their number.
public enum EscapedText {
  /// The text with those bytes in place of their numbers; what is no such number stays.
  ///
  /// - Parameters:
  ///   - lead: what stands between the backslash and the number.
  ///   - digits: how many there are, in this radix.
  public static func decoded(
    _ text: String, lead: [UInt8] = [], digits: Int, radix: Int
  ) -> String {
    guard text.utf8.contains(0x5c) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let first = at + 1 + lead.count
      let end = first + digits
      if bytes[at] == 0x5c, end <= bytes.count, bytes[at + 1..<first].elementsEqual(lead),
        let byte = UInt8(String(decoding: bytes[first..<end], as: UTF8.self), radix: radix)
      {
        result.append(byte)
        at = end
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
