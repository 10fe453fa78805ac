import MemtopCore
import Testing

/// Every way in which kernels from 2.6.32 to 7.2 print the line of a kill.
@Suite struct KillLineFormatTests {
  struct Line: Sendable, CustomTestStringConvertible {
    let text: String
    let pid: Int32
    let name: String
    var scope: ReportedScope?
    var totalVM: UInt64? = 8192
    var anon: UInt64? = 4096
    var file: UInt64? = 1024
    var shmem: UInt64?
    var uid: UInt32?
    var pageTables: UInt64?
    var adj: Int?

    var testDescription: String { text }
  }

  @Test(arguments: [
    Line(text: "Killed process 12 (a) vsz:8kB, anon-rss:4kB, file-rss:1kB", pid: 12, name: "a"),
    Line(
      text: "Killed process 12, UID 7, (a) total-vm:8kB, anon-rss:4kB, file-rss:1kB", pid: 12,
      name: "a", uid: 7),
    Line(
      text: "Killed process 12 (a) total-vm:8kB, anon-rss:4kB, file-rss:1kB", pid: 12, name: "a"),
    Line(
      text: "Killed process 12 (a) total-vm:8kB, anon-rss:4kB, file-rss:1kB, shmem-rss:2kB",
      pid: 12, name: "a", shmem: 2048),
    Line(
      text: "Killed process 12 (a), UID 7, total-vm:8kB, anon-rss:4kB, file-rss:1kB, shmem-rss:0kB",
      pid: 12, name: "a", shmem: 0, uid: 7),
    Line(
      text: "Out of memory: Killed process 12 (a) total-vm:8kB, anon-rss:4kB, file-rss:1kB, "
        + "shmem-rss:2kB", pid: 12, name: "a", scope: .host, shmem: 2048),
    Line(
      text: "Memory cgroup out of memory: Killed process 12 (a) total-vm:8kB, anon-rss:4kB, "
        + "file-rss:1kB, shmem-rss:2kB, UID:7 pgtables:64kB oom_score_adj:-5", pid: 12, name: "a",
      scope: .cgroup, shmem: 2048, uid: 7, pageTables: 65536, adj: -5),
    Line(
      text: "Out of memory (oom_kill_allocating_task): Killed process 12 (a) total-vm:8kB, "
        + "anon-rss:4kB, file-rss:1kB, shmem-rss:2kB, UID:7 pgtables:64kB oom_score_adj:0",
      pid: 12, name: "a", scope: .host, shmem: 2048, uid: 7, pageTables: 65536, adj: 0),
    Line(
      text: "Out of memory: Killed process 12 ((sd-pam)) total-vm:8kB, anon-rss:4kB, file-rss:1kB",
      pid: 12, name: "(sd-pam)", scope: .host),
    Line(
      text: "Out of memory: Killed process 12 (x) total-vm:9) total-vm:8kB, anon-rss:4kB, "
        + "file-rss:1kB", pid: 12, name: "x) total-vm:9", scope: .host),
    Line(
      text: "Out of memory: Killed process 12 (Web: a/b #1) total-vm:8kB, anon-rss:4kB, "
        + "file-rss:1kB", pid: 12, name: "Web: a/b #1", scope: .host),
    Line(
      text: "Out of memory: Killed process 12 () total-vm:8kB, anon-rss:4kB, file-rss:1kB",
      pid: 12, name: "", scope: .host),
    // Cut text: what is there counts, a number without its unit does not.
    Line(
      text: "Out of memory: Killed process 12 (a) total-vm:8kB, anon-rss:4kB, file-rss:1",
      pid: 12, name: "a", scope: .host, file: nil),
    Line(
      text: "Out of memory: Killed process 12 (a) tot", pid: 12, name: "a", scope: .host,
      totalVM: nil, anon: nil, file: nil),
    // Numbers that no kernel prints.
    Line(
      text: "Out of memory: Killed process 12 (a) total-vm:99999999999999999999kB, "
        + "anon-rss:18446744073709551615kB, file-rss:1kB, UID:-1 oom_score_adj:99999999999999999999",
      pid: 12, name: "a", scope: .host, totalVM: nil, anon: nil),
  ])
  func isRead(line: Line) throws {
    let log = ReadLog(line.text + "\n")
    let kill = try #require(log.kills.first)
    #expect(log.kills.count == 1)
    #expect(kill.victim.pid == line.pid)
    #expect(kill.victim.name == line.name)
    #expect(kill.scope == line.scope)
    #expect(kill.victim.totalVM == line.totalVM)
    #expect(kill.victim.rssAnon == line.anon)
    #expect(kill.victim.rssFile == line.file)
    #expect(kill.victim.rssShmem == line.shmem)
    #expect(kill.uid == line.uid)
    #expect(kill.pageTables == line.pageTables)
    #expect(kill.oomScoreAdj == line.adj)
    #expect(kill.report.rowCount == 0)
  }

  @Test(arguments: [
    "page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP)",
    "SLUB: Unable to allocate memory on node -1, gfp=0xcc0(GFP_KERNEL)",
    "systemd-oomd[412]: Killed /user.slice/a.scope due to memory pressure for /user.slice",
    "earlyoom[51]: sending SIGTERM to process 12 uid 0 \"a\": badness 900, VmRSS 1 MiB",
    "lowmemorykiller: Killing 'a' (12), adj 0",
    "__vm_enough_memory: pid: 12, comm: a, no enough memory for the allocation",
    "Out of memory: OOM victim 12 (a) is already exiting. Skip killing the task",
    "Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled",
    "watchdog: Killed process 12 (a) total-vm:8kB",
    "Killed process 12 (a) because it asked for it",
    "Killed process (a) total-vm:8kB",
    "Killed process 99999999999 (a) total-vm:8kB",
    "Killed process 0 (a) total-vm:8kB",
    "Out of memory: Process stopped 2953 (python) total-vm:8142876kB",
    "Out of memory: Killed process 12",
    "Memory cgroup out of memor",
  ])
  func isNoKill(text: String) {
    #expect(ReadLog("[    1.000000] " + text + "\n").kills.isEmpty)
  }

  @Test func oldKernelsSayTheScopeOnTheLineBefore() throws {
    let log = ReadLog(
      """
      Out of memory: Kill process 11 (a b) score 31 or sacrifice child
      Killed process 12 (c) total-vm:8kB, anon-rss:4kB, file-rss:1kB
      Memory cgroup out of memory: Kill process 14 (d) score 1999 or sacrifice child
      Killed process 14 (d) total-vm:8kB, anon-rss:4kB, file-rss:1kB
      Out of memory: kill process 15 (e) score 7 or a child
      Killed process 15 (e) vsz:8kB, anon-rss:4kB, file-rss:1kB

      """)
    #expect(log.kills.map(\.victim.pid) == [12, 14, 15])
    #expect(log.kills.map(\.scope) == [.host, .cgroup, .host])
    #expect(log.kills.map(\.report.choice?.pid) == [11, 14, 15])
    #expect(log.kills.map(\.report.choice?.score) == [31, 1999, 7])
    #expect(log.unfinished.isEmpty)
  }

  @Test func sharersOfOneMemoryDieWithItsVictim() {
    let log = ReadLog(
      """
      Out of memory: Kill process 11 (a) score 31 or sacrifice child
      Killed process 11 (a) total-vm:8kB, anon-rss:4kB, file-rss:1kB
      Kill process 12 (b (c)) sharing same memory

      """)
    #expect(log.kills.map(\.victim.pid) == [11, 12])
    #expect(log.kills.map(\.victim.name) == ["a", "b (c)"])
    #expect(log.kills.map(\.scope) == [.host, .host])
  }

  @Test func pageTablesInBytesAreToldByTheTable() {
    let table = """
      Tasks state (memory values in pages):
      [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
      [     12]     0    12       10        5    69632        0             0 a

      """
    let kill = "Out of memory: Killed process 12 (a) total-vm:8kB, anon-rss:4kB, file-rss:1kB, "
    for printed in ["UID:0 pgtables:69632kB", "UID:0 pgtables:68kB"] {
      #expect(ReadLog(table + kill + printed + " oom_score_adj:0\n").kills[0].pageTables == 69632)
    }
  }
}
