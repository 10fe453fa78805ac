import Testing

@testable import MemtopCore

/// Kills by programs are told apart from the kernel's, and never taken for them.
@Suite struct ProgramKillTests {
  private static let oomd =
    "systemd-oomd[709]: Killed /user.slice/a.scope due to memory pressure for /user.slice being "
    + "71.95% > 50.00% for > 20s with reclaim activity"

  /// What nohang logs of one kill, in its versions' orders, each line behind its tag.
  private static func nohang(_ tag: String = "nohang[530]", _ lines: String...) -> String {
    lines.map { "Aug 10 16:53:26 web-07 \(tag): " + $0 }.joined(separator: "\n")
  }

  struct Line: Sendable, CustomTestStringConvertible {
    let text: String
    let killer: KillerProgram?
    var pid: Int32?
    var name: String?
    var uid: UInt32?
    var group: String?
    var signal = "SIGKILL"

    var testDescription: String { text }
  }

  @Test(
    arguments: [
      Line(
        text: "Nov 21 10:00:00 web-07 " + oomd, killer: .systemdOOMD, group: "/user.slice/a.scope"),
      Line(
        text: "2026-08-27T15:51:41+1000 web-07 systemd-oomd[709]: Marked /a, b.scope for killing "
          + "due to memory used (16260780032) / total (16419115008) and swap used (1) / total (2) "
          + "being more than 90.00%", killer: .systemdOOMD, group: "/a, b.scope"),
      Line(
        text: "Feb 16 13:58:29 pc earlyoom[1233]: sending SIGTERM to process 29410 uid 1000 "
          + "\"cluster\": badness 1264, VmRSS 23964 MiB", killer: .earlyoom, pid: 29410,
        name: "cluster", uid: 1000, signal: "SIGTERM"),
      Line(
        text: "Feb 16 13:58:29 pc earlyoom: sending SIGKILL to process 7 \"a\": b\": badness 1, "
          + "VmRSS 1 MiB", killer: .earlyoom, pid: 7, name: "a\": b"),
      Line(
        text: nohang(
          "nohang[530]", ">>=== STARTING implement_corrective_action() ====>>",
          "TOP printed in 1ms; process with highest badness:",
          "  PID: 903309, name: mysqld, badness: 849", "Recheck memory levels...",
          "Victim status (found in 2ms):",
          "  PID:       903309, name: mysqld, state: S, EUID: 27, SID: 903309 (mysqld), lifetime: 8min",
          "  badness:   849, oom_score:  849, oom_score_adj:  0",
          "  Vm, MiB:   Size: 9203, RSS: 5980 (Anon: 5979, File: 1, Shmem: 0), Swap: 1401",
          "  cgroup_v1: ", "  cgroup_v2: /system.slice/mysqld.service", "  cwd realpath: /",
          "Implementing a corrective action:", "  Sending SIGTERM to the victim",
          "OK; total response time: 8ms"), killer: .nohang, pid: 903309, name: "mysqld", uid: 27,
        group: "/system.slice/mysqld.service", signal: "SIGTERM"),
      Line(
        text: nohang(
          "nohang-desktop", "Process with highest badness (found in 12ms):",
          "  PID: 4121, Name: a, badness: 1, badness: 901", "Implementing a corrective action:",
          "  Sending SIGKILL to the victim"), killer: .nohang, pid: 4121, name: "a, badness: 1"),
      Line(
        text: nohang(
          "nohang[530]", "Victim VmRSS: 3268608 KiB", "Implement a corrective action:",
          "  Send SIGTERM to the victim; total response time: 13246 ms"), killer: .nohang,
        signal: "SIGTERM"),
      Line(
        text: nohang(
          "nohang[530]", "  PID: 7, name: other, badness: 5",
          "New victim is cached victim 8 (x (y))", "  Sending SIGKILL to the victim"),
        killer: .nohang, pid: 8, name: "x (y)"),
      Line(
        text: "[ 1713.1] oomd kill: 84.36 77.17 20.23 system.slice/a.service 1999 ruleset:[x]",
        killer: nil),
      Line(
        text: "<6>[1813654.116643] oomd kill: 81.28 80.05 42.78 a/b.service 1000 ruleset:[test]",
        killer: .oomd, group: "/a/b.service"),
      Line(
        text: "14,901,100,-;oomd kill: 81.28 80.05 42.78 a/b.service 1000 ruleset:[test]",
        killer: .oomd, group: "/a/b.service"),
      Line(
        text: "30,901,100,-;systemd[1]: a.service: Main process exited, code=killed, "
          + "status=9/KILL", killer: nil, group: "a.service"),
    ])
  func theKillerIsNamed(line: Line) throws {
    let read = ReadLog(line.text + "\n")
    #expect(read.kills.isEmpty)
    guard line.killer != nil || line.group != nil else {
      #expect(read.reported.isEmpty)
      return
    }
    let kill = try #require(read.reported.first)
    #expect(kill.killer == line.killer && kill.signal == line.signal)
    #expect(kill.pid == line.pid && kill.name == line.name && kill.uid == line.uid)
    #expect(kill.group == line.group)
  }

  @Test(arguments: [
    "Nov 21 10:00:00 h earlyoom[12]: mem avail:  2430 of 31808 MiB ( 7.64%)",
    "Nov 21 10:00:00 h earlyoom[12]: sending 0 (no-op signal) to process 7 uid 0 \"a\": badness 1",
    "Nov 21 10:00:00 h nohang[530]:   PID: 7, name: a, badness: 849",
    "Nov 21 10:00:00 h nohang[530]:   Sending SIGTERM to the victims",
    "Nov 21 10:00:00 h nohang[530]:   Executing the command: systemctl restart a.service",
    "Nov 21 10:00:00 h cron[530]:   Sending SIGKILL to the victim",
    "Nov 21 10:00:00 h systemd-oomd[709]: Considered 43 cgroups for killing, top candidates were:",
    "Nov 21 10:00:00 h systemd[1]: a.service: Main process exited, code=killed, status=15/TERM",
    "Nov 21 10:00:00 h sshd[7]: user said systemd-oomd[1]: Killed /a due to memory pressure",
    "Nov 21 10:00:00 h systemd[1]: Killed /a due to memory pressure for /b being high",
  ])
  func otherWordsAreNoKill(line: String) {
    let read = ReadLog(line + "\n")
    #expect(read.kills.isEmpty && read.reported.isEmpty)
  }

  @Test func nohangsVictimIsTheOneRightBeforeTheSignal() {
    func line(_ time: String, _ text: String) -> String {
      "2026-11-21T\(time)Z h nohang[1]:   \(text)\n"
    }
    let read = ReadLog(
      line("10:00:00", "PID: 7, name: a, badness: 9") + line("10:00:00", "cgroup_v2: /s/a.service")
        + line("10:00:00", "Sending SIGTERM to the victim")
        // The same victim after its grace; its group is not told again.
        + line("10:00:10", "New victim is cached victim 7 (a)")
        + line("10:00:10", "Sending SIGKILL to the victim")
        // Another, and then one whose announcement is long ago.
        + line("10:00:20", "PID: 8, name: b, badness: 9")
        + line("10:00:20", "Sending SIGKILL to the victim")
        + line("10:00:30", "PID: 9, name: c, badness: 9")
        + line("10:05:00", "Sending SIGKILL to the victim")
        + "2026-11-21T10:00:00Z h systemd[1]: a.service: Main process exited, code=killed, "
        + "status=9/KILL\n")
    #expect(read.reported.map(\.pid) == [7, 8, nil])
    #expect(read.reported.map(\.signal) == ["SIGTERM", "SIGKILL", "SIGKILL"])
    #expect(read.reported.map(\.group) == ["/s/a.service", nil, nil])
  }

  @Test func theSameKillIsToldOnce() {
    let read = ReadLog(
      """
      2026-11-21T10:00:00Z h earlyoom[1]: sending SIGTERM to process 7 uid 0 "a": badness 1
      2026-11-21T10:00:09Z h earlyoom[1]: sending SIGKILL to process 7 uid 0 "a": badness 1
      2026-11-21T10:09:00Z h earlyoom[1]: sending SIGTERM to process 7 uid 0 "a": badness 1
      2026-11-21T10:10:00Z h \(Self.oomd)
      2026-11-21T10:10:00Z h systemd[1]: a.scope: systemd-oomd killed 3 process(es) in this unit.

      """)
    #expect(read.reported.map(\.signal) == ["SIGTERM", "SIGTERM", "SIGKILL"])
  }

  @Test func aUnitThatDiedOfAKnownKillIsNotListed() {
    let summary =
      "2026-11-21T10:00:00Z h kernel: oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,"
      + "mems_allowed=0,global_oom,task_memcg=/system.slice/db.service,task=db,pid=7,uid=0\n"
      + "2026-11-21T10:00:00Z h kernel: Out of memory: Killed process 7 (db) total-vm:8kB\n"
    func exited(_ unit: String, _ time: String) -> String {
      "2026-11-21T\(time)Z h systemd[1]: \(unit): Main process exited, code=killed, status=9/KILL\n"
    }
    let seen =
      "2026-11-21T10:01:00Z h systemd[1]: c.service: A process of this unit has been killed by "
      + "the OOM killer.\n"
    let read = ReadLog(
      summary + exited("db.service", "10:00:01") + seen + exited("c.service", "10:01:00")
        + exited("db.service", "11:00:00") + exited("other.service", "10:00:01"))
    #expect(read.kills.map(\.victim.pid) == [7])
    #expect(read.reported.map(\.group) == ["db.service", "other.service"])
    #expect(read.reported.allSatisfy { $0.killer == nil })
  }

  @Test func theyAreFoundInNoise() {
    let noise = String(
      repeating: "Nov 21 10:00:00 h cron[1]: nothing to see in this line\n", count: 2000)
    let read = ReadLog(
      noise + "Nov 21 10:00:00 h \(Self.oomd)\n" + noise
        + "Nov 21 10:00:00 h systemd[1]: a.service: Main process exited, code=killed, "
        + "status=9/KILL\n" + noise
        + "Nov 21 10:00:00 h earlyoom[1]: sending SIGTERM to process 7 uid 0 \"a\": badness 1\n"
        + noise + Self.nohang("nohang-desktop", "  PID: 9, name: a, badness: 1") + "\n" + noise
        + Self.nohang("nohang[530]", "  PID: 8, name: b, badness: 1") + "\n" + noise
        + Self.nohang("nohang[530]", "  Sending SIGTERM to the victim") + "\n")
    #expect(read.reported.map(\.killer) == [.systemdOOMD, nil, .earlyoom, .nohang])
    #expect(read.reported.last?.pid == 8)
  }
}
