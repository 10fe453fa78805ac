/// The user names a system keeps in its own file.
///
/// Source: `/etc/passwd`, fields 1 (name) and 3 (number).
public enum Passwd {
  /// The name of a user; nil when no line has the number. The first line that has it counts.
  public static func name(of user: UInt32, in bytes: Span<UInt8>) -> String? {
    var at = 0
    while at < bytes.count {
      let end = bytes.lineEnd(from: at) ?? bytes.count
      if let nameEnd = bytes.first(0x3a, from: at, to: end), nameEnd > at,
        let passwordEnd = bytes.first(0x3a, from: nameEnd + 1, to: end),
        let userEnd = bytes.first(0x3a, from: passwordEnd + 1, to: end)
      {
        var digit = passwordEnd + 1
        if let number = bytes.decimal(at: &digit), digit == userEnd, number == UInt64(user) {
          return bytes.text(at..<nameEnd)
        }
      }
      at = end + 1
    }
    return nil
  }
}
