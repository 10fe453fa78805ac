/// What a line of a program says, behind its own tag: `host earlyoom[812]: sending SIGTERM to …`.
enum ProgramLine {
  case kill(ReportedKill)
  /// Who is killed next; the kill itself has a line of its own.
  case announced(AnnouncedVictim)
  /// A kill whose victim stands in the lines before.
  case killOfAnnounced(ReportedKill)
  /// The kubelet is about to evict a pod, for memory or for something else.
  case evictionBegins(isForMemory: Bool)
  case evicted(ReportedKill)
  /// systemd saw the kernel or systemd-oomd kill in a unit.
  case unitWasKilled(unit: String)
  /// The main process of a unit ended by SIGKILL, whoever sent it.
  case unitEnded(ReportedKill)

  /// How far into a line a tag may begin: behind a host.
  private static let reach = 80

  private static let programs: [(tag: StaticString, read: @Sendable (LogCursor) -> ProgramLine?)] =
    [
      ("systemd-oomd", { systemdOOMD($0) }), ("earlyoom", { earlyoom($0) }),
      ("nohang", { NohangLine.read($0) }), ("nohang-desktop", { NohangLine.read($0) }),
      ("oomd", { oomd($0) }), ("systemd", { systemd($0) }),
      ("lowmemorykiller", { AndroidKillLine.read($0) }), ("lmkd", { AndroidKillLine.read($0) }),
      ("kubelet", { KubeletLine.read($0) }),
    ]

  /// The tags of the programs that are read.
  static var tags: [String] { programs.map { "\($0.tag)" } }

  /// Reads the message of a program that the journal names.
  static func read(_ cursor: LogCursor, tag: [UInt8]) -> ProgramLine? {
    programs.first { program in
      let name = program.tag
      return tag.elementsEqual(
        UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }?.read(cursor)
  }

  /// Reads what stands behind a line's prefix; nil where no known program tells of a kill.
  static func read(_ cursor: LogCursor, _ sender: LogPrefix.Sender) -> ProgramLine? {
    // Into the kernel's log oomd and Talos write without a tag.
    if !sender.isProgram, let kill = oomd(cursor) ?? talos(cursor) { return kill }
    return program(cursor, sender).flatMap { $0.read($0.message) }
  }

  /// Whether a line of a known program means nothing as it is: a mailer may have wrapped it.
  static func mayContinue(_ cursor: LogCursor, _ sender: LogPrefix.Sender) -> Bool {
    program(cursor, sender) != nil && read(cursor, sender) == nil
  }

  /// The program whose tag stands in a prefix or, where that has none, before the message.
  private static func program(
    _ cursor: LogCursor, _ sender: LogPrefix.Sender
  ) -> (message: LogCursor, read: @Sendable (LogCursor) -> ProgramLine?)? {
    var cursor = cursor
    if case .program(let tag) = sender {
      let known = programs.first { program in
        program.tag.utf8CodeUnitCount == tag.count
          && cursor.starts(with: program.tag, at: tag.lowerBound)
      }
      return known.map { (cursor, $0.read) }
    }
    let limit = min(cursor.end, cursor.at + reach)
    // The tag is the first word, or the second behind a host.
    var words = 2
    if case .kernel = sender { words = 1 }
    for _ in 0..<words {
      for program in programs {
        var tagged = cursor
        guard tagged.skip(program.tag), skipPID(&tagged) else { continue }
        return (tagged, program.read)
      }
      _ = cursor.word()
      guard cursor.at < limit, cursor.skip(0x20) else { return nil }
    }
    return nil
  }

  /// `[812]: ` or `: `.
  private static func skipPID(_ cursor: inout LogCursor) -> Bool {
    if cursor.skip("[") {
      guard cursor.decimal() != nil, cursor.skip("]") else { return false }
    }
    return cursor.skip(": ")
  }

  /// `Killed /a.scope due to memory pressure for /b being …` or, from systemd 258 on,
  /// `Marked /a.scope for killing due to memory used (…`.
  private static func systemdOOMD(_ cursor: LogCursor) -> ProgramLine? {
    var start = cursor
    let isMark = start.skip("Marked /")
    guard isMark || start.skip("Killed /"),
      let end = start.find(isMark ? " for killing due to memory " : " due to ")
    else { return nil }
    var kill = ReportedKill(signal: "SIGKILL", text: cursor.rest())
    kill.killer = .systemdOOMD
    kill.group = start.text(start.at - 1..<end)
    return .kill(kill)
  }

  /// `sending SIGTERM to process 29410 uid 1000 "cluster": oom_score 1264, …`; older ones without uid.
  private static func earlyoom(_ cursor: LogCursor) -> ProgramLine? {
    var at = cursor
    guard at.skip("sending SIG") else { return nil }
    let isTerm = at.skip("TERM to process ")
    guard isTerm || at.skip("KILL to process "), let pid = at.number(Int32.self), pid > 0 else {
      return nil
    }
    var kill = ReportedKill(signal: isTerm ? "SIGTERM" : "SIGKILL", text: cursor.rest())
    kill.killer = .earlyoom
    kill.pid = pid
    if at.skip(" uid ") { kill.uid = at.number() }
    // The name and the command line behind it may hold the very same words.
    if at.skip(" \""), let end = at.find("\": oom_score ") ?? at.find("\": badness ") {
      kill.name = at.text(at.at..<end)
    }
    return .kill(kill)
  }

  /// `oomd kill: 84.36 77.17 20.23 system.slice/a.service 1999 ruleset:[…`
  private static func oomd(_ cursor: LogCursor) -> ProgramLine? {
    var at = cursor
    guard at.skip("oomd kill: ") else { return nil }
    for _ in 0..<3 {
      guard let first = at.byte, (0x30...0x39).contains(first) else { return nil }
      _ = at.word()
      at.skipBlanks()
    }
    let group = at.word()
    guard !group.isEmpty else { return nil }
    var kill = ReportedKill(signal: "SIGKILL", text: cursor.rest())
    kill.killer = .oomd
    kill.group = "/" + at.text(group)
    return .kill(kill)
  }

  /// `[talos] Sending SIGKILL to cgroup {"component": "…", "cgroup": "/sys/fs/cgroup/kubepods/a"}`
  private static func talos(_ cursor: LogCursor) -> ProgramLine? {
    var at = cursor
    guard at.skip("[talos] Sending SIGKILL to cgroup "), let key = at.find("\"cgroup\": \"")
    else { return nil }
    at.at = key + 11
    guard let end = at.find("\"") else { return nil }
    _ = at.skip("/sys/fs/cgroup")
    var kill = ReportedKill(signal: "SIGKILL", text: cursor.rest())
    kill.killer = .talos
    kill.group = at.text(at.at..<end)
    return .kill(kill)
  }

  /// `a.service: A process of this unit has been killed by the OOM killer.` or
  /// `a.service: Main process exited, code=killed, status=9/KILL`.
  private static func systemd(_ cursor: LogCursor) -> ProgramLine? {
    guard let colon = cursor.find(": ") else { return nil }
    var at = cursor
    let unit = cursor.text(cursor.at..<colon)
    guard !unit.isEmpty, !unit.contains(" ") else { return nil }
    at.at = colon + 2
    if at.starts(with: "A process of this unit has been killed by the OOM killer", at: at.at) {
      return .unitWasKilled(unit: unit)
    }
    guard at.starts(with: "Main process exited, code=killed, status=9/KILL", at: at.at) else {
      return nil
    }
    var kill = ReportedKill(signal: "SIGKILL", text: cursor.rest())
    kill.group = unit
    return .unitEnded(kill)
  }
}
