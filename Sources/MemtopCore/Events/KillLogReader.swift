/// Reads kernel logs as they come, in pieces of any size, and tells what was killed.
///
/// It holds one line and the reports that are being printed, however long the log is. All formats
/// from Linux 2.6.32 to 7.2 are read, behind the prefixes of dmesg, consoles, syslog, the journal
/// and /dev/kmsg. Text that is no kill is never taken for one.
public struct KillLogReader {
  /// The kernel's own lines have at most a kilobyte; a prefix and escapes come on top.
  private static let longestLine = 1 << 14
  /// How many lines that are no part of a report may stand between two that are.
  private static let patience = 400
  /// Logs of several hosts in one file are kept apart up to so many hosts.
  private static let hostLimit = 16

  public private(set) var omissions = KillLogOmissions()
  /// Lines that say that a process was killed. The kernel's `oom_kill` counters count the same, and the
  /// first victim of a group twice as well.
  public private(set) var killLines: UInt64 = 0

  private var assemblies: [String: ReportAssembly] = [:]
  private var recent = RecentKills()
  private var programs = ProgramKills()
  /// The beginning of a line whose end has not come yet.
  private var pending: [UInt8] = []
  /// The rest of the line is left out, because it is too long.
  private var isSkipping = false
  /// How many lines are still looked at one by one; the head of a log may be inside a report.
  private var attention = patience

  public init() {}

  /// Reads the next piece of a log.
  public mutating func read(_ piece: Span<UInt8>, to sink: (KillLogEvent) -> Void) {
    piece.withUnsafeBufferPointer { read($0, sink) }
  }

  /// Ends the log: a last line without a line end counts, and so does an unfinished report.
  public mutating func finish(to sink: (KillLogEvent) -> Void) {
    endPending(sink)
    for host in assemblies.keys.sorted() { assemblies[host]?.end(.cut, sink) }
    assemblies = [:]
  }

  private mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ sink: (KillLogEvent) -> Void
  ) {
    var start = 0
    if !pending.isEmpty || isSkipping {
      let end = lineEnd(bytes, 0)
      keep(bytes[..<(end ?? bytes.count)])
      guard let end else { return }
      endPending(sink)
      isSkipping = false
      start = end + 1
    }
    var end = bytes.count
    while end > start, bytes[end - 1] != 0x0a { end -= 1 }
    readLines(bytes, start, end, sink)
    if end < bytes.count { keep(bytes[end...]) }
  }

  private mutating func keep(_ part: Slice<UnsafeBufferPointer<UInt8>>) {
    guard !isSkipping else { return }
    let room = Self.longestLine - pending.count
    pending.append(contentsOf: part.prefix(room))
    if part.count > room {
      omissions.longLines += 1
      isSkipping = true
    }
  }

  private mutating func endPending(_ sink: (KillLogEvent) -> Void) {
    guard !pending.isEmpty else { return }
    let line = pending
    pending.removeAll(keepingCapacity: true)
    line.withUnsafeBufferPointer { readLine($0, 0, $0.count, sink) }
  }

  /// Reads whole lines: one by one inside a report, else only where an anchor is.
  private mutating func readLines(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int,
    _ sink: (KillLogEvent) -> Void
  ) {
    var at = start
    while at < end {
      var lineStart = at
      if attention == 0 {
        guard let anchor = LogAnchors.next(in: bytes, from: at, to: end) else { return }
        lineStart = anchor
        while lineStart > at, bytes[lineStart - 1] != 0x0a { lineStart -= 1 }
        at = anchor
      } else {
        attention -= 1
      }
      let stop = lineEnd(bytes, at) ?? end
      if stop - lineStart > Self.longestLine { omissions.longLines += 1 }
      readLine(bytes, lineStart, min(stop, lineStart + Self.longestLine), sink)
      at = stop + 1
    }
  }

  private func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var at = start
    while at < bytes.count {
      if bytes[at] == 0x0a { return at }
      at += 1
    }
    return nil
  }

  private mutating func readLine(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int,
    _ sink: (KillLogEvent) -> Void
  ) {
    var end = end
    while end > start, bytes[end - 1] == 0x0d { end -= 1 }
    var cursor = LogCursor(bytes, from: start, to: end)
    let prefix = LogPrefix(&cursor)
    if let line = ProgramLine.read(cursor) {
      if let kill = programs.take(line, prefix.time) { sink(.reported(kill)) }
      return
    }
    if prefix.isForeign { return }
    let host = prefix.host.isEmpty ? "" : cursor.text(prefix.host)
    guard prefix.isRecord, cursor.find("\\x") != nil else {
      return readMessage(cursor, prefix.time, host, sink)
    }
    // A record of several lines has their ends escaped.
    let plain = RecordText.unescape(cursor)
    plain.withUnsafeBufferPointer { text in
      for line in text.split(separator: 0x0a) {
        readMessage(
          LogCursor(text, from: line.startIndex, to: line.endIndex), prefix.time, host, sink)
      }
    }
  }

  private mutating func readMessage(
    _ cursor: LogCursor, _ time: LogTime, _ host: String, _ sink: (KillLogEvent) -> Void
  ) {
    let columns = assemblies[host]?.tableColumns
    guard let line = ReportLine.read(cursor, columns) else {
      if assemblies[host]?.takeFigures(cursor) == true { attention = Self.patience }
      return
    }
    switch line {
    case .unreadableKill: omissions.unreadableKills += 1
    case .kill(let process) where !process.sharesMemory: killLines += 1
    default: break
    }
    var assembly = assemblies.removeValue(forKey: host) ?? ReportAssembly()
    if assemblies.count >= Self.hostLimit, let other = assemblies.keys.first {
      var last = assemblies.removeValue(forKey: other)
      last?.end(.cut, sink)
    }
    var repeats = 0
    assembly.take(line, time) { event in
      if case .kill(let kill) = event {
        guard recent.insert(kill) else {
          repeats += 1
          return
        }
        programs.note(kill)
      }
      sink(event)
    }
    omissions.repeatedKills += repeats
    // Every line that may come after a kill is an anchor itself; a panic is none.
    assemblies[host] = assembly
    if case .noVictim = line {
      attention = Self.patience
    } else {
      attention = assemblies.values.contains { $0.isOpen } ? Self.patience : 0
    }
  }
}
