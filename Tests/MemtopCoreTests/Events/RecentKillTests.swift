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
    // A container calls its groups otherwise than the log: "/t" there would be another.
    var facts = DiagnosisFacts()
    facts.take([recent])
    #expect(facts.kills.map(\.group) == ["/t"])
    facts.namesGroupsAsLog = false
    facts.take([recent])
    #expect(facts.kills.map(\.group) == [nil])
    #expect(facts.kills.map(\.circumstance) == [" in the group /t"])
    let hostile = Self.kills(Self.line(100, 7, "\u{1b}[2J"))
    #expect(
      RecentKill.all(of: hostile, clock: Self.clock, now: 1_000_100).map(\.label)
        == ["\\x1b[2J (7)"])
  }

  /// What runs in a group has a name; the group itself can still be acted on when those killed in it are gone.
  @Test func killsInAGroupAreTheGroups() throws {
    let pod = "/kubepods/burstable/pod8f6b3c1e-1111-4222-8333-944455556666"
    let limit =
      "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=\(pod),"
      + "task_memcg=\(pod)/web,task=a,pid=8,uid=0\n"
    let log = [900, 1000].map {
      "[ \($0).000000] " + limit + "[ \($0).000001] Memory cgroup out of memory: Killed process "
        + "\($0 / 100) (a) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB\n"
    }.joined()
    let kills = RecentKill.all(of: Self.kills(log), clock: Self.clock, now: 1_001_005)
    #expect(kills.map(\.group) == [pod, pod])
    func verdict(_ kills: [RecentKill]) throws -> Verdict {
      try Diagnosed.series(3, kills: kills) { _ in
        let group = "sys/fs/cgroup/memory" + pod + "/memory."
        return [
          "proc/meminfo": Diagnosed.memory(),
          "proc/self/mountinfo":
            "30 20 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n",
          group + "limit_in_bytes": "50331648\n", group + "usage_in_bytes": "300000\n",
          // The kill was counted in the group below.
          group + "oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n",
        ]
      }
    }
    let now = try verdict(kills)
    #expect(now.kind == .cgroupLimit && now.level == .strained)
    let finding = try #require(now.findings.first { $0.kind == .oomKill })
    #expect(
      finding.sentence
        == "a (10) was killed for memory 5 s ago in pod 8f6b3c1e-1111-4222-8333-944455556666, and 1 "
        + "more there.")
    #expect(finding.who.map(\.text) == ["\(pod): 2 kills, the last 5 s ago: a (10)"])
    guard case .group(pod, .some) = finding.who.first?.target else {
      Issue.record("it can be acted on")
      return
    }
    // An old kill says nothing of now.
    #expect(try verdict([kills[1]]).level == .healthy)
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
