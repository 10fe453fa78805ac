/// The users a system keeps in its own file, and the form in which `getent passwd` tells those of all
/// name services.
///
/// Source: `/etc/passwd`, fields 1 (name), 3 (number) and 6 (home).
public enum Passwd {
  /// The names of users; without those whose number no line has. The first line that has it counts.
  public static func names(of users: Set<UInt32>, in bytes: Span<UInt8>) -> [UInt32: String] {
    var names: [UInt32: String] = [:]
    var at = 0
    while names.count < users.count, let entry = entry(bytes, at: &at) {
      guard let user = entry.user, users.contains(user), names[user] == nil else { continue }
      names[user] = bytes.text(entry.name)
    }
    return names
  }

  /// The number of a user; nil when no line has the name. The first line that has it counts.
  public static func user(named wanted: String, in bytes: Span<UInt8>) -> UInt32? {
    var at = 0
    while let entry = entry(bytes, at: &at) {
      if let user = entry.user, bytes.text(entry.name) == wanted { return user }
    }
    return nil
  }

  /// The home of a user; nil when no line has the number. The first line that has it counts.
  public static func home(of user: UInt32, in bytes: Span<UInt8>) -> String? {
    var at = 0
    while let entry = entry(bytes, at: &at) {
      guard entry.user == user else { continue }
      guard
        let groupEnd = bytes.first(0x3a, from: entry.rest.lowerBound, to: entry.rest.upperBound),
        let start = bytes.first(0x3a, from: groupEnd + 1, to: entry.rest.upperBound)
      else { return nil }
      let end = bytes.first(0x3a, from: start + 1, to: entry.rest.upperBound)
      return bytes.text(start + 1..<(end ?? entry.rest.upperBound))
    }
    return nil
  }

  private struct Entry {
    let name: Range<Int>
    /// Nil for a number that no user can have.
    let user: UInt32?
    /// What follows the number's colon.
    let rest: Range<Int>
  }

  /// The next line that has a name and a number, from `at` on, which moves behind it.
  private static func entry(_ bytes: Span<UInt8>, at: inout Int) -> Entry? {
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
        return Entry(
          name: start..<nameEnd, user: UInt32(exactly: number), rest: userEnd + 1..<end)
      }
    }
    return nil
  }
}
