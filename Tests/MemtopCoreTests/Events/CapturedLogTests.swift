import MemtopCore
import Testing

/// Logs that kernels wrote while they killed.
@Suite struct CapturedLogTests {
  struct Expected: Sendable, CustomTestStringConvertible {
    let name: String
    /// `pid name scope group invoker rows anon pgtables adj`, sizes in KiB.
    let kills: [String]
    var trigger = "allocation"

    var testDescription: String { name }
  }

  @Test(arguments: [
    Expected(
      name: "5.10-host.log",
      kills: [
        "173 w34-threads host - oomlab 46 0 40 78", "114 w7-pgtab host - hog 45 704 4492 41",
        "108 w1-anon host - hog 44 684 44 22",
      ]),
    Expected(
      name: "6.1-allocating-task.log", kills: ["120 hog host - hog 5 127164 284 0"]),
    Expected(
      name: "6.1-cgroup-v1.log",
      kills: ["125 b cgroup /t hog 4 12604 60 100", "124 a cgroup /t hog 3 3984 76 0"]),
    Expected(name: "6.1-cpuset.log", kills: ["126 hog cpuset - hog 5 170720 472 0"]),
    Expected(
      name: "6.1-nested.log",
      kills: ["120 inb cgroup /t hog 3 20532 76 0", "121 ina cgroup /t hog 2 15516 68 0"]),
    Expected(name: "6.1-no-table.log", kills: ["119 hog host - oomlab 0 127228 400 0"]),
    Expected(
      name: "6.1-oom-group.kmsg",
      kills: [
        "131 hog cgroup /t hog 5 50364 136 0", "119 a cgroup /t hog 5 8912 52 0",
        "120 b cgroup /t hog 5 2576 40 300", "122 thr cgroup /t hog 5 2820 44 0",
      ]),
    Expected(name: "6.1-panic.log", kills: []),
    Expected(
      name: "6.1-sysrq.log",
      kills: [
        "118 oomlab host - kworker/0:2 4 40864 120 0", "119 oomlab host - kworker/0:2 4 20536 76 0",
      ], trigger: "sysrq"),
    Expected(name: "6.18-host.log", kills: ["245 hog host - hog 46 169848 372 0"]),
    Expected(
      name: "7.2-oom-group.log",
      kills: [
        "141 hog cgroup /t hog 5 50556 144 0", "129 a cgroup /t hog 5 8952 56 0",
        "130 b cgroup /t hog 5 2808 44 300", "132 thr cgroup /t hog 5 4888 48 0",
      ]),
  ])
  func killsAreWhatTheKernelSaid(log: Expected) throws {
    let read = ReadLog(try CapturedLog.bytes(log.name))
    let kills = read.kills.map { kill in
      let words: [Any?] = [
        kill.victim.pid, kill.victim.name, kill.scope?.rawValue, kill.report.limitCgroup ?? "-",
        kill.report.invocation?.name, kill.report.rowCount, kill.victim.rssAnon.map { $0 / 1024 },
        kill.pageTables.map { $0 / 1024 }, kill.oomScoreAdj,
      ]
      return words.map { $0.map { "\($0)" } ?? "nil" }.joined(separator: " ")
    }
    #expect(kills == log.kills)
    #expect(read.kills.allSatisfy { $0.report.invocation?.trigger == log.trigger })
    #expect(read.unfinished.map(\.reason) == (log.name == "6.1-panic.log" ? [.noVictim] : []))
    #expect(
      read.panics == (log.name == "6.1-panic.log" ? ["System is deadlocked on memory"] : []))
  }

  @Test func everyLogIsInTheTable() { #expect(CapturedLog.names.count == 11) }
}
