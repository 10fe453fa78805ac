/// A facility and a level in words, as dmesg, talosctl and busybox write them.
enum LogFacility {
  private static let facilities: [StaticString] = [
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv",
    "ftp", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
  ]
  private static let levels: [StaticString] = [
    "emerg", "alert", "crit", "err", "warn", "notice", "info", "debug",
  ]

  /// Reads `kern  :err   : `, `kern: err: ` or `kern.err `; which facility that is, the kernel's being 0.
  static func read(_ cursor: inout LogCursor) -> Int? {
    guard let facility = word(of: facilities, &cursor) else { return nil }
    let isShort = cursor.skip(0x2e)
    if !isShort {
      cursor.skipBlanks()
      guard cursor.skip(0x3a) else { return nil }
      cursor.skipBlanks()
    }
    guard word(of: levels, &cursor) != nil else { return nil }
    while let byte = cursor.byte, (0x61...0x7a).contains(byte) { cursor.at += 1 }
    if !isShort {
      cursor.skipBlanks()
      guard cursor.skip(0x3a) else { return nil }
    }
    guard cursor.byte == 0x20 else { return nil }
    cursor.skipBlanks()
    return facility
  }

  /// The longest of the words that stands here.
  private static func word(of words: [StaticString], _ cursor: inout LogCursor) -> Int? {
    let found = words.indices.filter { cursor.starts(with: words[$0], at: cursor.at) }
      .max { words[$0].utf8CodeUnitCount < words[$1].utf8CodeUnitCount }
    if let found { cursor.at += words[found].utf8CodeUnitCount }
    return found
  }
}
