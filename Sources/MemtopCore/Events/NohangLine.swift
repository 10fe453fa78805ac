/// What a program tells of its next victim in lines before the one that says that it is killed.
struct AnnouncedVictim {
  var time = LogTime()
  var pid: Int32?
  var name: String?
  var uid: UInt32?
  var group: String?
}

/// What nohang says of one kill: it names the victim first, and then the signal, a line each.
///
/// Source: nohang(8), versions from 2019 on; it writes all lines of a kill within a second.
enum NohangLine {
  static func read(_ cursor: LogCursor) -> ProgramLine? {
    var cursor = cursor
    cursor.skipBlanks()
    return signal(cursor) ?? victim(cursor) ?? cachedVictim(cursor) ?? group(cursor)
  }

  /// `Sending SIGTERM to the victim`, or `Send SIGTERM to the victim; total response time: 12 ms`.
  private static func signal(_ cursor: LogCursor) -> ProgramLine? {
    var at = cursor
    guard at.skip("Sending SIG") || at.skip("Send SIG") else { return nil }
    let isTerm = at.skip("TERM to the victim")
    guard isTerm || at.skip("KILL to the victim"), at.isAtEnd || at.byte == 0x3b else { return nil }
    var kill = ReportedKill(signal: isTerm ? "SIGTERM" : "SIGKILL", text: cursor.rest())
    kill.killer = .nohang
    return .killOfAnnounced(kill)
  }

  /// `PID: 4121, name: java, badness: 849` or
  /// `PID:       4121, name: java, state: S, EUID: 1000, SID: 1 (…`; older ones have `Name`.
  private static func victim(_ cursor: LogCursor) -> ProgramLine? {
    var at = cursor
    guard at.skip("PID: ") else { return nil }
    at.skipBlanks()
    guard let pid = at.number(Int32.self), pid > 0, at.skip(", name: ") || at.skip(", Name: ")
    else { return nil }
    var victim = AnnouncedVictim(pid: pid)
    if let end = at.find(", state: ") {
      victim.name = at.text(at.at..<end)
      at.at = end
      if let user = at.find(", EUID: ") {
        at.at = user + 8
        victim.uid = at.number()
      }
    } else if let end = at.findLast(", badness: ") {
      victim.name = at.text(at.at..<end)
    } else {
      return nil
    }
    return .announced(victim)
  }

  /// `New victim is cached victim 4121 (java)`: it got SIGTERM before.
  private static func cachedVictim(_ cursor: LogCursor) -> ProgramLine? {
    var at = cursor
    guard at.skip("New victim is cached victim "), let pid = at.number(Int32.self), pid > 0,
      at.skip(" ("), let end = at.findLast(")")
    else { return nil }
    return .announced(AnnouncedVictim(pid: pid, name: at.text(at.at..<end)))
  }

  /// `cgroup_v2: /system.slice/shop.service`; empty where there is none.
  private static func group(_ cursor: LogCursor) -> ProgramLine? {
    var at = cursor
    guard at.skip("cgroup_v2: ") || at.skip("cgroup_v1: "), at.byte == 0x2f else { return nil }
    return .announced(AnnouncedVictim(group: at.rest()))
  }
}
