import Testing

@testable import MemtopCore

/// Kills of a short time ago, as a verdict tells them.
@Suite struct RecentKillTests {
  private static let clock = LogClock(bootTime: 1_000_000)
  private static let second: Int64 = 1_000_000_000

  private static func kills(_ log: String) -> [LoggedKill] {
    var kills: [LoggedKill] = []
    var reader = KillLogReader()
    let bytes = Array(log.utf8)
    bytes.withUnsafeBufferPointer { buffer in
      reader.read(buffer.span) { event in event.logged.map { kills.append($0) } }
    }
    reader.finish { event in event.logged.map { kills.append($0) } }
    return kills
  }

  private static func line(_ uptime: Int, _ pid: Int, _ name: String) -> String {
    "[ \(uptime).000000] Out of memory: Killed process \(pid) (\(name)) total-vm:8kB\n"
  }

  @Test func theNewestStandsFirstAndOldOnesAreLeftOut() {
    let log = Self.line(100, 7, "old") + Self.line(900, 8, "a") + Self.line(1000, 9, "b")
    let recent = RecentKill.all(of: Self.kills(log), clock: Self.clock, now: 1_001_060)
    #expect(recent.map(\.label) == ["b (9)", "a (8)"])
    #expect(recent.map(\.ago) == [60, 160])
    #expect(recent.map(\.circumstance) == [": the host was full", ": the host was full"])
  }

  @Test func aTimeThatIsToComeOrNotKnownIsNone() {
    let kills = Self.kills(Self.line(100, 7, "a"))
    #expect(RecentKill.all(of: kills, clock: Self.clock, now: 1_000_050).isEmpty)
    #expect(RecentKill.all(of: kills, clock: LogClock(), now: 1_000_100).isEmpty)
    // The two clocks run a little apart.
    #expect(RecentKill.all(of: kills, clock: Self.clock, now: 1_000_099).map(\.ago) == [0])
  }

  @Test func theGroupIsNamedAndWhatIsHostileIsMadeVisible() throws {
    let log = try CapturedLog.bytes("6.1-nested.log")
    let kills = ReadLog(log).kills.map(LoggedKill.kernel)
    let time = try #require(Self.clock.seconds(kills[0].time))
    let recent = try #require(RecentKill(kills[0], at: time, now: time + 5))
    #expect(recent.label == "inb (120)" && recent.circumstance == " in the group /t")
    let hostile = Self.kills(Self.line(100, 7, "\u{1b}[2J"))
    #expect(
      RecentKill.all(of: hostile, clock: Self.clock, now: 1_000_100).map(\.label)
        == ["\\x1b[2J (7)"])
  }

  @Test func whatWasSeenIsTimedByTheClockThatSawIt() {
    var history = KillHistory()
    history.take(
      KillNews(seen: Self.kills(Self.line(100, 7, "a")), at: 2_000_000 * Self.second, state: .live))
    let recent = history.recent(clock: Self.clock, now: 2_000_030 * Self.second)
    #expect(recent.map(\.ago) == [30])
  }

  @Test func aHealthyVerdictSaysWhoWasKilled() throws {
    let kills = RecentKill.all(
      of: Self.kills(Self.line(900, 8, "a") + Self.line(1000, 9, "b")), clock: Self.clock,
      now: 1_001_180)
    let verdict = try Diagnosed.series(3, kills: kills) { _ in
      ["proc/meminfo": Diagnosed.memory(), "proc/vmstat": "oom_kill 3\n"]
    }
    #expect(verdict.level == .healthy)
    #expect(
      verdict.sentence.hasSuffix(
        "b (9) was killed for memory 3 min ago: the host was full, and 1 more."))
    let finding = try #require(verdict.findings.first { $0.kind == .oomKill })
    #expect(finding.who.map(\.text).first?.hasPrefix("b (9): 3 min ago") == true)
  }
}
