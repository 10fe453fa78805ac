/// Turns what `journalctl -o json` writes into the lines of a log, as they come.
///
/// The boot stands in the place of the host, so that the reports of several boots are kept apart.
public struct JournalText {
  /// Who says something about kills besides the kernel, as `SYSLOG_IDENTIFIER` names it.
  public static var identifiers: [String] { ProgramLine.tags }

  /// A message has at most 48 KiB by the journal's own rules; escapes come on top.
  private static let longestLine = 1 << 20

  /// Entries of the kernel that were read.
  public private(set) var kernelEntries = 0
  /// Lines that are no entry.
  public private(set) var brokenLines = 0

  private var pending: [UInt8] = []
  private var isSkipping = false

  public init() {}

  /// Takes the next piece and hands on the log's text of it.
  public mutating func read(_ piece: Span<UInt8>, _ take: (Span<UInt8>) throws -> Void) rethrows {
    var text: [UInt8] = []
    for index in piece.indices {
      let byte = piece[index]
      if byte == 0x0a {
        endLine(into: &text)
      } else if pending.count < Self.longestLine {
        pending.append(byte)
      } else {
        isSkipping = true
      }
    }
    try text.withUnsafeBufferPointer { try take($0.span) }
  }

  private mutating func endLine(into text: inout [UInt8]) {
    defer {
      pending.removeAll(keepingCapacity: true)
      isSkipping = false
    }
    guard !pending.isEmpty else { return }
    guard !isSkipping, let entry = pending.withUnsafeBufferPointer({ JournalEntry($0) }) else {
      brokenLines += 1
      return
    }
    if entry.isKernel { kernelEntries += 1 }
    let prefix = Self.prefix(entry)
    for line in entry.message.split(separator: 0x0a) {
      text += prefix
      text += line
      text.append(0x0a)
    }
  }

  /// `2026-11-21T10:00:00Z 3f2a kernel: [   12.345678] `
  private static func prefix(_ entry: JournalEntry) -> [UInt8] {
    var prefix = ""
    if let realtime = entry.realtime, realtime >= 0 {
      prefix = CalendarTime(seconds: realtime / 1_000_000).rfc3339 + " "
    }
    prefix += String(decoding: entry.bootID.filter { isWord($0) }, as: UTF8.self) + " "
    if entry.isKernel {
      prefix += "kernel: "
      if let uptime = entry.uptime { prefix += "[" + Quantity.microseconds(uptime) + "] " }
    } else {
      prefix += String(decoding: entry.identifier.filter { isWord($0) }, as: UTF8.self) + ": "
    }
    return Array(prefix.utf8)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte)
      || byte == 0x2d
  }
}
