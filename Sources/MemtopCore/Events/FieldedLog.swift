/// Entries that stand in several lines, a field in each: `journalctl -o export`, `-o verbose`, and JSON
/// that is written for people.
struct FieldedLog {
  /// The journal's own limit of a field. Unit: bytes.
  private static let longestValue = 1 << 20
  /// Keys that an entry of `-o export` begins with.
  private static let firstKeys: [StaticString] = [
    "__CURSOR=", "__REALTIME_TIMESTAMP=", "MESSAGE=", "_TRANSPORT=",
  ]

  /// What a line was.
  enum Line {
    /// No part of an entry.
    case other
    case part
    /// It ends the entry, and may begin another.
    case end(LogEntry)
  }

  /// Whether the log has such entries: then no line may be passed over.
  private(set) var isActive = false
  private var entry: LogEntry?
  /// The key of a value whose bytes follow, with its length before them.
  private var binaryKey: [UInt8] = []
  private var binary: [UInt8] = []

  /// Takes the next line, without its end.
  mutating func take(_ line: LogCursor) -> Line {
    if !binaryKey.isEmpty {
      takeBinary(line)
      return .part
    }
    var at = line
    at.skipBlanks()
    guard let first = at.byte else { return entry == nil ? .other : ended(nil) }
    switch first {
    case 0x22:
      guard let member = JSONText.readMember(&at) else { return .other }
      return add(member.key, member.value)
    case _ where isActive && isMark(at):
      return entry == nil ? .part : ended(nil)
    default: break
    }
    if let head = head(line) { return ended(head) }
    guard isActive || at.at == line.at else { return .other }
    return field(at)
  }

  /// The last entry, where nothing ended it.
  mutating func finish() -> LogEntry? {
    defer { entry = nil }
    return entry
  }

  private mutating func ended(_ next: LogEntry?) -> Line {
    let last = entry
    entry = next
    if next != nil { isActive = true }
    return last.map(Line.end) ?? .part
  }

  private mutating func add(_ key: [UInt8], _ value: [UInt8]) -> Line {
    isActive = true
    if entry == nil { entry = LogEntry() }
    entry?.take(key, value)
    return .part
  }

  /// Brackets alone: `{`, `},{`, `[`.
  private func isMark(_ line: LogCursor) -> Bool {
    (line.at..<line.end).allSatisfy {
      [0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x20, 0x09].contains(line[$0])
    }
  }

  /// `KEY=value`, or `KEY` alone before a value in bytes.
  private mutating func field(_ line: LogCursor) -> Line {
    guard isActive || Self.firstKeys.contains(where: { line.starts(with: $0, at: line.at) }) else {
      return .other
    }
    var at = line.at
    while at < line.end, isKey(line[at]) { at += 1 }
    guard at > line.at else { return .other }
    let key = line.bytes(line.at..<at)
    if at == line.end {
      guard isActive else { return .other }
      if entry == nil { entry = LogEntry() }
      binaryKey = key
      binary = []
      return .part
    }
    guard line[at] == 0x3d else { return .other }
    return add(key, line.bytes(at + 1..<line.end))
  }

  private func isKey(_ byte: UInt8) -> Bool {
    (0x41...0x5a).contains(byte) || byte == 0x5f || (0x30...0x39).contains(byte)
  }

  /// Eight bytes of a length, so many bytes, and a line end.
  private mutating func takeBinary(_ line: LogCursor) {
    binary += line.bytes(line.at..<line.end)
    binary.append(0x0a)
    guard binary.count >= 8 else { return }
    let length = binary.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.longestValue else {
      binaryKey = []
      return
    }
    guard binary.count > 8 + Int(length) else { return }
    entry?.take(binaryKey, Array(binary[8..<8 + Int(length)]))
    binaryKey = []
  }

  /// `Thu 2025-11-27 10:00:00.123456 CET [s=…;i=…;b=…;m=…;t=…;x=…]`.
  private func head(_ line: LogCursor) -> LogEntry? {
    guard let mark = line.find(" [s="), line.end > line.at, line[line.end - 1] == 0x5d else {
      return nil
    }
    var at = line
    guard let time = LogDate.iso(&at), at.at <= mark else { return nil }
    at.at = mark
    guard let boot = at.find(";b=") else { return nil }
    at.at = boot + 3
    let start = at.at
    while let byte = at.byte, byte != 0x3b, byte != 0x5d { at.at += 1 }
    return LogEntry(at: time, boot: at.bytes(start..<at.at))
  }
}
