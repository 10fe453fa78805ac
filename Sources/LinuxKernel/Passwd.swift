/// The user names a system keeps in its own file.
///
/// Source: `/etc/passwd`, fields 1 (name) and 3 (number).
public enum Passwd {
  /// The name of a user; nil when no line has the number. The first line that has it counts.
  public static func name(of user: UInt32, in bytes: Span<UInt8>) -> String? {
    var at = 0
    while let (name, number) = entry(bytes, at: &at) {
      if number == UInt64(user) { return bytes.text(name) }
    }
    return nil
  }

  /// The number of a user; nil when no line has the name. The first line that has it counts.
  public static func user(named wanted: String, in bytes: Span<UInt8>) -> UInt32? {
    var at = 0
    while let (name, number) = entry(bytes, at: &at) {
      if let user = UInt32(exactly: number), bytes.text(name) == wanted { return user }
    }
    return nil
  }

  /// The next line that has a name and a number, from `at` on, which moves behind it.
  private static func entry(
    _ bytes: Span<UInt8>, at: inout Int
  ) -> (name: Range<Int>, number: UInt64)? {
    while at < bytes.count {
      let start = at
      let end = bytes.lineEnd(from: start) ?? bytes.count
      at = end + 1
      guard let nameEnd = bytes.first(0x3a, from: start, to: end), nameEnd > start,
        let passwordEnd = bytes.first(0x3a, from: nameEnd + 1, to: end),
        let userEnd = bytes.first(0x3a, from: passwordEnd + 1, to: end)
      else { continue }
      var digit = passwordEnd + 1
      if let number = bytes.decimal(at: &digit), digit == userEnd {
        return (start..<nameEnd, number)
      }
    }
    return nil
  }
}
