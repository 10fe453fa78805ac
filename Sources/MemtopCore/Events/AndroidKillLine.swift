/// What Android's killers say: the kernel's lowmemorykiller up to Linux 4.11, lmkd since.
enum AndroidKillLine {
  /// `Kill 'com.x' (17933), uid 10446, oom_score_adj 0 to free …` of lmkd, or
  /// `Killing 'com.x' (4567), adj 15,` of the driver.
  static func read(_ cursor: LogCursor) -> ProgramLine? {
    var at = cursor
    guard at.skip("Killing '") || at.skip("Kill '"), let mark = at.find("' (") else { return nil }
    let name = at.at..<mark
    at.at = mark + 3
    guard let pid = at.number(Int32.self), pid > 0, at.skip("), ") else { return nil }
    var kill = ReportedKill(signal: "SIGKILL", text: cursor.rest())
    kill.killer = .lowmemorykiller
    if at.skip("uid ") {
      kill.killer = .lmkd
      kill.uid = at.number()
    }
    kill.pid = pid
    kill.name = at.text(name)
    return .kill(kill)
  }
}
