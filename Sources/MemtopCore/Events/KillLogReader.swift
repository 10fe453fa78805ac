/// Reads kernel logs as they come, in pieces of any size, and tells what was killed.
///
/// It holds one line and the reports that are being printed, however long the log is. All formats
/// from Linux 2.6.9 to 7.2 are read, behind the prefixes of dmesg, consoles, syslog, the journal,
/// containers and /dev/kmsg. Text that is no kill is never taken for one. What a line means does not
/// depend on where a piece ends.
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
  private var encoding = LogEncoding()
  private var fielded = FieldedLog()
  /// A line that may go on in the next one, without what its mailer put before it.
  private var held: [UInt8] = []
  private var heldPieces = 0
  /// A kill of which a text says nothing but the kill itself: a fuller copy may follow.
  private var bareKill: KernelKill?
  /// How many lines are still looked at one by one; the head of a log may be inside a report.
  private var attention = patience

  public init() {}

  /// Reads the next piece of a log.
  public mutating func read(_ piece: Span<UInt8>, to sink: (KillLogEvent) -> Void) {
    piece.withUnsafeBufferPointer { bytes in
      guard let text = encoding.decode(bytes) else { return read(bytes, sink) }
      text.withUnsafeBufferPointer { read($0, sink) }
    }
  }

  /// Ends the log: a last line without a line end counts, and so does an unfinished report.
  public mutating func finish(to sink: (KillLogEvent) -> Void) {
    encoding.finish().withUnsafeBufferPointer { read($0, sink) }
    endPending(sink)
    if let entry = fielded.finish() { readEntry(entry, sink) }
    endHeld(sink)
    passBareKill(sink)
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
    if part.count > room { isSkipping = true }
  }

  /// Reads the line that came in pieces just as if it had come whole.
  private mutating func endPending(_ sink: (KillLogEvent) -> Void) {
    guard !pending.isEmpty else { return }
    let line = pending
    let isCut = isSkipping
    pending.removeAll(keepingCapacity: true)
    line.withUnsafeBufferPointer { bytes in
      if attention == 0, !fielded.isActive {
        guard LogAnchors.next(in: bytes, from: 0, to: bytes.count) != nil else { return }
      } else {
        attention = max(0, attention - 1)
      }
      if isCut { omissions.longLines += 1 }
      readLine(bytes, 0, bytes.count, sink)
    }
  }

  /// Reads whole lines: one by one inside a report, else only where an anchor is.
  private mutating func readLines(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int,
    _ sink: (KillLogEvent) -> Void
  ) {
    var at = start
    while at < end {
      var lineStart = at
      if attention == 0, !fielded.isActive {
        guard let anchor = LogAnchors.next(in: bytes, from: at, to: end) else { return }
        lineStart = anchor
        while lineStart > at, bytes[lineStart - 1] != 0x0a { lineStart -= 1 }
        at = anchor
        let stop = lineEnd(bytes, at) ?? end
        let head = min(stop, lineStart + Self.longestLine)
        // A word beyond what is kept of a line, or half in it, is no reason to read its beginning.
        if head < stop, LogAnchors.next(in: bytes, from: lineStart, to: head) == nil {
          at = stop + 1
          continue
        }
      } else {
        attention = max(0, attention - 1)
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
    let line = LogCursor(bytes, from: start, to: end)
    guard line.find(0x1b) != nil else { return readPlain(line, sink) }
    ColorCodes.removed(line).withUnsafeBufferPointer { plain in
      readPlain(LogCursor(plain, from: 0, to: plain.count), sink)
    }
  }

  /// Reads a line without codes of a terminal, together with those that continue it.
  private mutating func readPlain(_ line: LogCursor, _ sink: (KillLogEvent) -> Void) {
    switch fielded.take(line) {
    case .part: return
    case .end(let entry): return readEntry(entry, sink)
    case .other: break
    }
    if let first = line.byte, first == 0x7b || first == 0x1e || first == 0x64 {
      var object = line
      if let entry = LogEntry(line: &object), !entry.message.isEmpty {
        return readEntry(entry, sink)
      }
    }
    var cursor = line
    let prefix = LogPrefix(&cursor)
    if !held.isEmpty {
      if prefix.isBare, continueHeld(with: cursor) { return }
      endHeld(sink)
    }
    let host = prefix.host.isEmpty ? "" : line.text(prefix.host)
    if !prefix.isRecord, WrappedLine.mayContinue(cursor, prefix, assemblies[host]?.tableColumns) {
      held = line.bytes(line.at..<line.end)
      heldPieces = 1
      attention = max(attention, WrappedLine.longest)
      return
    }
    readWhole(line, cursor, prefix, sink)
  }

  /// Adds a line to the one that is held; false where it does not belong to it.
  private mutating func continueHeld(with next: LogCursor) -> Bool {
    guard heldPieces < WrappedLine.longest, held.count < Self.longestLine else { return false }
    let joint = held.withUnsafeBufferPointer { bytes -> String? in
      var cursor = LogCursor(bytes, from: 0, to: bytes.count)
      let prefix = LogPrefix(&cursor)
      let host = prefix.host.isEmpty ? "" : cursor.text(prefix.host)
      return WrappedLine.joint(cursor, prefix, next, assemblies[host]?.tableColumns)
    }
    guard let joint else { return false }
    held += Array(joint.utf8) + next.bytes(next.at..<next.end)
    heldPieces += 1
    attention = max(attention, WrappedLine.longest)
    return true
  }

  private mutating func endHeld(_ sink: (KillLogEvent) -> Void) {
    guard !held.isEmpty else { return }
    let line = held
    held.removeAll(keepingCapacity: true)
    line.withUnsafeBufferPointer { bytes in
      let whole = LogCursor(bytes, from: 0, to: bytes.count)
      var cursor = whole
      let prefix = LogPrefix(&cursor)
      readWhole(whole, cursor, prefix, sink)
    }
  }

  /// Reads an entry of a log that is kept in fields: each line of its message is one.
  private mutating func readEntry(_ entry: LogEntry, _ sink: (KillLogEvent) -> Void) {
    endHeld(sink)
    let host = String(decoding: entry.bootID, as: UTF8.self)
    entry.message.withUnsafeBufferPointer { message in
      for part in message.split(separator: 0x0a) {
        let line = LogCursor(message, from: part.startIndex, to: part.endIndex)
        if !entry.isOfJournal {
          var cursor = line
          var prefix = LogPrefix(&cursor)
          prefix.complete(entry.time, isForeign: entry.isForeign)
          readWhole(line, cursor, prefix, sink)
        } else if entry.isKernels {
          readMessage(line, entry.time, .kernel, host, sink)
        } else {
          readProgram(line, entry, sink)
        }
      }
    }
  }

  /// Reads what the journal has of a program; its words are believed where its own fields bear them out.
  private mutating func readProgram(
    _ line: LogCursor, _ entry: LogEntry, _ sink: (KillLogEvent) -> Void
  ) {
    guard let read = ProgramLine.read(line, tag: entry.identifier) else {
      if KilledProcess.isLike(line) { omissions.disbelievedKills += 1 }
      return
    }
    guard let proof = entry.proof else {
      omissions.disbelievedKills += 1
      return
    }
    tell(read, entry.time, proof, sink)
  }

  private mutating func tell(
    _ line: ProgramLine, _ time: LogTime, _ proof: LogProof, _ sink: (KillLogEvent) -> Void
  ) {
    guard var kill = programs.take(line, time) else { return }
    kill.proof = proof
    passBareKill(sink)
    sink(.reported(kill))
  }

  private mutating func readWhole(
    _ line: LogCursor, _ cursor: LogCursor, _ prefix: LogPrefix, _ sink: (KillLogEvent) -> Void
  ) {
    if let line = ProgramLine.read(cursor, prefix.sender) {
      return tell(line, prefix.time, min(prefix.proof, .tag), sink)
    }
    if prefix.isForeign || prefix.sender.isProgram {
      if KilledProcess.isLike(cursor) { omissions.disbelievedKills += 1 }
      return
    }
    let host = prefix.host.isEmpty ? "" : line.text(prefix.host)
    guard prefix.isRecord, cursor.find("\\x") != nil else {
      return readMessage(cursor, prefix.time, prefix.proof, host, sink)
    }
    // A record of several lines has their ends escaped.
    let plain = RecordText.unescape(cursor)
    plain.withUnsafeBufferPointer { text in
      for line in text.split(separator: 0x0a) {
        readMessage(
          LogCursor(text, from: line.startIndex, to: line.endIndex), prefix.time, prefix.proof,
          host, sink)
      }
    }
  }

  private mutating func readMessage(
    _ cursor: LogCursor, _ time: LogTime, _ proof: LogProof, _ host: String,
    _ sink: (KillLogEvent) -> Void
  ) {
    let place = place(of: host)
    let columns = assemblies[place]?.tableColumns
    guard var line = ReportLine.read(cursor, columns) else {
      if assemblies[place]?.takeFigures(cursor) == true { attention = Self.patience }
      if KilledProcess.isLike(cursor) {
        omissions.unknownForms += 1
        for host in assemblies.keys { assemblies[host]?.noteUnknownKill() }
      }
      return
    }
    var assembly = assemblies.removeValue(forKey: place) ?? ReportAssembly()
    switch line {
    case .unreadableKill: omissions.unreadableKills += 1
    case .kill(var process):
      if !process.sharesMemory { killLines += 1 }
      process.proof = proof
      line = .kill(process)
    case .reaped(var process):
      if !assembly.knows(process) { killLines += 1 }
      process.proof = proof
      line = .reaped(process)
    default: break
    }
    if assemblies.count >= Self.hostLimit, let other = assemblies.keys.min() {
      var last = assemblies.removeValue(forKey: other)
      last?.end(.cut, sink)
    }
    var found: [KillLogEvent] = []
    assembly.take(line, time) { found.append($0) }
    if case .statistics = line { assembly.takeGroupFigures(cursor) }
    // Every line that may come after a kill is an anchor itself; a panic is none.
    assemblies[place] = assembly
    for event in found { pass(event, sink) }
    if case .noVictim = line {
      attention = Self.patience
    } else {
      attention = assemblies.values.contains { $0.isOpen } ? Self.patience : 0
    }
  }

  /// Where the lines of a host are put together: a line without a host belongs to the only report that
  /// is being printed, and a report without one to the host whose line comes next.
  private mutating func place(of host: String) -> String {
    if assemblies[host]?.isOpen == true { return host }
    if host.isEmpty {
      let open = assemblies.keys.filter { assemblies[$0]?.isOpen == true }
      return open.count == 1 ? open[0] : host
    }
    guard var bare = assemblies[""], bare.isOpen else { return host }
    assemblies[host] = ReportAssembly(from: &bare)
    assemblies[""] = bare
    return host
  }

  private mutating func pass(_ event: KillLogEvent, _ sink: (KillLogEvent) -> Void) {
    guard case .kill(let kill) = event else { return sink(event) }
    if let bare = bareKill {
      bareKill = nil
      // The fuller copy takes its place.
      if kill.isCopy(of: bare) {
        omissions.repeatedKills += 1
      } else {
        note(bare, sink)
      }
    }
    if kill.isBare { bareKill = kill } else { note(kill, sink) }
  }

  private mutating func passBareKill(_ sink: (KillLogEvent) -> Void) {
    guard let kill = bareKill else { return }
    bareKill = nil
    note(kill, sink)
  }

  /// Tells of a kill, once.
  private mutating func note(_ kill: KernelKill, _ sink: (KillLogEvent) -> Void) {
    guard recent.insert(kill) else {
      omissions.repeatedKills += 1
      return
    }
    programs.note(kill)
    sink(.kill(kill))
  }
}
