import Testing

@testable import MemtopCore

/// Kills by programs among what the dashboard keeps.
@Suite struct JournalKillTests {
  private static let second: Int64 = 1_000_000_000

  private static func kills(_ text: String) -> [ReportedKill] { ReadLog(text).reported }

  private static func earlyoom(_ time: String, _ pid: Int, _ signal: String = "SIGTERM") -> String {
    "2026-11-21T\(time)Z b earlyoom: sending \(signal) to process \(pid) uid 0 \"a\": badness 1\n"
  }

  private static func pids(_ history: KillHistory) -> [Int32?] {
    history.fromJournal.map(\.kill.pid)
  }

  @Test func aReadingAddsWhatIsNotKnown() {
    var history = KillHistory()
    #expect(history.journal == .unread && history.journalSince == nil)
    history.expectJournal()
    #expect(history.journal == .reading)
    let first = Self.earlyoom("10:00:00", 7) + Self.earlyoom("10:05:00", 8)
    history.take(JournalNews(kills: Self.kills(first), reading: .read(at: 500 * Self.second)))
    #expect(Self.pids(history) == [7, 8])
    #expect(history.journalSince == 440)
    // The next one overlaps: what it tells again is known, and so is the second signal.
    let second = Self.earlyoom("10:05:09", 8, "SIGKILL") + Self.earlyoom("10:06:30", 9)
    history.take(JournalNews(kills: Self.kills(second), reading: .read(at: 900 * Self.second)))
    #expect(Self.pids(history) == [7, 8, 9])
    #expect(Set(history.fromJournal.map(\.id)).count == 3)
  }

  @Test func whatTheKernelsLogTellsTooIsThereOnce() throws {
    let text = "oomd kill: 81.28 80.05 42.78 a/b.service 1000 ruleset:[test]"
    var history = KillHistory()
    let live = try #require(Self.kills("14,901,100000000,-;\(text)\n").first)
    history.take(KillNews(seen: [.program(live)], at: 1, state: .live))
    let logged = Self.kills("2026-11-21T10:00:00Z b kernel: [  100.000000] \(text)\n")
    #expect(logged.count == 1)
    history.take(JournalNews(kills: logged, reading: .read(at: 1)))
    #expect(history.entries.count == 1 && history.fromJournal.isEmpty)
  }

  @Test func twoUnitsThatNobodyOwnsUpToAreTwo() {
    let exited = ["10:00:00", "10:00:20"].map {
      "2026-11-21T\($0)Z b systemd: a.service: Main process exited, code=killed, status=9/KILL\n"
    }
    var history = KillHistory()
    history.take(JournalNews(kills: Self.kills(exited[0]), reading: .read(at: 1)))
    history.take(JournalNews(kills: Self.kills(exited.joined()), reading: .read(at: 1)))
    #expect(history.fromJournal.count == 2)
  }

  @Test func theOldestAreForgotten() {
    var history = KillHistory()
    let many = (1...KillHistory.limit + 5).map { Self.kills(Self.earlyoom("10:00:00", $0))[0] }
    history.take(JournalNews(kills: many, reading: .read(at: 1)))
    #expect(history.fromJournal.count == KillHistory.limit)
    #expect(history.fromJournal.first?.kill.pid == 6)
  }

  struct Alert: Sendable {
    let line: String
    let text: String?
  }

  @Test(arguments: [
    Alert(
      line: "earlyoom[1]: sending SIGTERM to process 7 uid 0 \"a\\x\u{1b}\": badness 1",
      text: "7 a\\x\\x1b just now by earlyoom? (SIGTERM)"),
    Alert(
      line: "systemd-oomd[1]: Killed /a.scope due to memory pressure for / being 1% > 0%",
      text: "/a.scope just now by systemd-oomd? (SIGKILL)"),
    Alert(
      line: "nohang[1]:   Sending SIGKILL to the victim",
      text: "a process just now by nohang? (SIGKILL)"),
    Alert(
      line: "oomd kill: 81.28 80.05 42.78 a/b.service 1000 ruleset:[test]",
      text: "/a/b.service just now by oomd? (SIGKILL)"),
    // Anybody may send SIGKILL for any reason.
    Alert(
      line: "systemd[1]: a.service: Main process exited, code=killed, status=9/KILL", text: nil),
  ])
  func aProgramsKillThatIsSeenIsSaidInItsName(alert: Alert) throws {
    let kill = try #require(Self.kills("30,901,100,-;\(alert.line)\n").first)
    var history = KillHistory()
    history.take(KillNews(seen: [.program(kill)], at: 5 * Self.second, state: .live))
    #expect(KillAlert(history, now: 5 * Self.second)?.text == alert.text)
    #expect(KillAlert(history, now: 15 * Self.second) == nil)
  }

  @Test func ofSeveralKillersTheNewestAloneIsNamed() throws {
    let oomd = try #require(
      Self.kills("14,1,100,-;oomd kill: 81.28 80.05 42.78 a/b.service 1000 ruleset:[x]\n").first)
    let killed = try #require(
      ReadLog("Out of memory: Killed process 7 (a) total-vm:8kB\n").kills.first)
    var history = KillHistory()
    history.take(
      KillNews(seen: [.kernel(killed), .program(oomd)], at: 5 * Self.second, state: .live))
    #expect(
      KillAlert(history, now: 5 * Self.second)?.text
        == "/a/b.service just now by oomd? (SIGKILL), and 1 more")
  }
}
