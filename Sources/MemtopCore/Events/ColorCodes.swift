/// The codes that dmesg and journalctl colour their lines with.
enum ColorCodes {
  /// The line without them; other codes of a terminal stay, as part of the text.
  static func removed(_ line: LogCursor) -> [UInt8] {
    var result: [UInt8] = []
    var at = line.at
    while at < line.end {
      if let end = end(of: line, at) {
        at = end
      } else {
        result.append(line[at])
        at += 1
      }
    }
    return result
  }

  /// One past `ESC [ 1 ; 31 m` or `ESC [ K` where one begins here.
  private static func end(of line: LogCursor, _ start: Int) -> Int? {
    guard line.starts(with: "\u{1b}[", at: start) else { return nil }
    var at = start + 2
    while at < line.end, line[at] == 0x3b || (0x30...0x39).contains(line[at]) { at += 1 }
    guard at < line.end, line[at] == 0x6d || line[at] == 0x4b else { return nil }
    return at + 1
  }
}
