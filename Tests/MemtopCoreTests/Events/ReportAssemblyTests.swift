import MemtopCore
import Testing

/// Which lines belong together, in texts that are mixed, cut, doubled or thinned out.
@Suite struct ReportAssemblyTests {
  private func report(_ pid: Int, _ second: Int, group: String = "/t") -> [String] {
    [
      "[  \(second).000001] hog\(pid) invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
      "[  \(second).000002] [  pid  ]   uid  tgid total_vm rss pgtables_bytes swapents "
        + "oom_score_adj name",
      "[  \(second).000003] [ \(pid)]     0 \(pid)       10        5    12288        4      -17 v",
      "[  \(second).000004] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,"
        + "mems_allowed=0,oom_memcg=\(group),task_memcg=\(group),task=v,pid=\(pid),uid=0",
      kill(pid, second),
    ]
  }

  private func kill(_ pid: Int, _ second: Int, micro: String = "000005") -> String {
    "[  \(second).\(micro)] Memory cgroup out of memory: Killed process \(pid) (v) total-vm:8kB, "
      + "anon-rss:4kB, file-rss:1kB, shmem-rss:2kB, UID:0 pgtables:12kB oom_score_adj:-17"
  }

  private func read(_ lines: [String]) -> ReadLog {
    ReadLog(lines.map { $0 + "\n" }.joined())
  }

  @Test func otherMessagesStandBetween() {
    var lines: [String] = []
    for line in report(12, 5) {
      lines += [line, "[  5.000003] usb 1-1: new device", "[ pid", "eth0: link up, Killed"]
    }
    let log = read(lines)
    #expect(log.kills.map(\.report.rowCount) == [1])
    #expect(log.kills.first?.report.invocation?.name == "hog12")
  }

  @Test func aKillWithoutAReportIsAnother() {
    let log = read(report(12, 5) + [kill(13, 6)])
    #expect(log.kills.map(\.victim.pid) == [12, 13])
    #expect(log.kills.map(\.report.invocation?.name) == ["hog12", nil])
    #expect(log.kills.map(\.report.limitCgroup) == ["/t", nil])
    #expect(log.kills.map(\.scope) == [.cgroup, .cgroup])
  }

  @Test func aReportWhoseKillIsLostKeepsItToItself() {
    let log = read(report(12, 5).dropLast() + [kill(13, 6)])
    #expect(log.kills.map(\.victim.pid) == [13])
    #expect(log.kills.first?.report.invocation == nil)
    #expect(log.unfinished.map(\.reason) == [.cut])
    #expect(log.unfinished.first?.report.summary?.pid == 12)
    let late = read(Array(report(12, 5).prefix(2)) + [kill(13, 500)])
    #expect(late.kills.first?.report.invocation == nil)
    #expect(late.unfinished.count == 1)
  }

  @Test func anyCutOfTheTextIsSaid() {
    let lines = report(12, 5)
    for count in 1..<lines.count {
      let head = read(Array(lines.prefix(count)))
      #expect(head.kills.isEmpty)
      #expect(head.unfinished.map(\.reason) == [.cut])
      let tail = read(Array(lines.suffix(count)))
      #expect(tail.kills.map(\.victim.pid) == [12])
      #expect(tail.unfinished.isEmpty)
    }
    let broken = read(lines.dropLast() + ["[  5.000005] Memory cgroup out of memory: Killed pro"])
    #expect(broken.kills.isEmpty)
    #expect(broken.unfinished.map(\.reason) == [.unreadable])
    #expect(broken.omissions.unreadableKills == 1)
  }

  @Test func aTextThatIsThereTwiceCountsOnce() {
    let lines = report(12, 5) + report(13, 6)
    let log = read(lines + lines)
    #expect(log.kills.map(\.victim.pid) == [12, 13])
    #expect(log.omissions.repeatedKills == 2)
  }

  @Test func aGroupDiesForOneShortage() {
    let lines =
      report(12, 5) + [
        "[  5.000006] Tasks in /t are going to be killed due to memory.oom.group set"
      ]
      + [
        kill(12, 5, micro: "000007"), kill(14, 5, micro: "000008"), "[  5.000009] usb 1-1: reset",
        kill(15, 5, micro: "000010"), kill(12, 5, micro: "000011"), kill(16, 90),
      ]
    let log = read(lines)
    #expect(log.kills.map(\.victim.pid) == [12, 14, 15, 16])
    #expect(log.kills.map(\.report.killedGroup) == [nil, "/t", "/t", nil])
    #expect(log.kills.map(\.report.rowCount) == [1, 1, 1, 0])
  }

  @Test func hostsInOneFileAreKeptApart() {
    let kills = zip(report(12, 5), report(13, 6, group: "/u")).flatMap { one, other in
      ["Nov 21 10:00:00 alpha kernel: \(one)", "Nov 21 10:00:00 beta kernel: \(other)"]
    }
    let log = read(kills)
    #expect(log.kills.map(\.victim.pid) == [12, 13])
    #expect(log.kills.map(\.report.invocation?.name) == ["hog12", "hog13"])
    #expect(log.kills.map(\.report.limitCgroup) == ["/t", "/u"])
    #expect(log.unfinished.isEmpty)
    let many = (0..<500).map { "Nov 21 10:00:00 h\($0) kernel: \(report(12, 5)[0])" }
    #expect(read(many).unfinished.count == 500)
  }

  @Test func endsWithoutAKillAreNamed() {
    let head = Array(report(12, 5).prefix(3))
    for (line, reason, panics) in [
      ("Out of memory and no killable processes...", UnfinishedReason.noVictim, 0),
      (
        "Out of memory: OOM victim 12 (v) is already exiting. Skip killing the task",
        .alreadyExiting, 0
      ),
      (
        "Kernel panic - not syncing: Out of memory: system-wide panic_on_oom is enabled", .panicked,
        1
      ),
    ] {
      let log = read(head + ["[  5.000006] " + line])
      #expect(log.kills.isEmpty)
      #expect(log.unfinished.map(\.reason) == [reason])
      #expect(log.panics.count == panics)
    }
    #expect(read(["Kernel panic - not syncing: Attempted to kill init!"]).panics.isEmpty)
  }

  @Test func rowsBeyondAnyTableAreCounted() {
    var lines = Array(report(12, 5).prefix(2))
    for pid in 1...KillReport.rowLimit + 9 {
      lines.append("[\(pid)] 0 \(pid) 10 5 12288 4 0 v")
    }
    let log = read(lines + [kill(12, 5)])
    #expect(log.kills.first?.report.rowCount == KillReport.rowLimit + 9)
    #expect(log.kills.first?.report.rows.count == KillReport.rowLimit)
  }

  @Test func farNoiseDoesNotHideAKill() {
    let noise = Array(
      repeating: "[  6.000000] audit: backlog limit exceeded of memory", count: 5000)
    let lines = report(12, 5)
    let log = read(noise + lines.prefix(3) + noise + lines.suffix(2) + noise + report(13, 7))
    #expect(log.kills.map(\.victim.pid) == [12, 13])
    #expect(log.kills.map(\.report.rowCount) == [1, 1])
  }
}
