import MemtopCore
import Testing

/// First lines, tables and summaries as kernels of all versions print them.
@Suite struct ReportFormatTests {
  private func shortage(_ lines: String...) -> KillReport? {
    let kill = "Killed process 12 (a) total-vm:8kB, anon-rss:4kB, file-rss:1kB\n"
    return ReadLog(lines.map { $0 + "\n" }.joined() + kill).kills.first?.report
  }

  @Test(
    arguments: [
      ("a invoked oom-killer: gfp_mask=0xd0, order=2, oomkilladj=0", "a", 2, "0xd0", nil),
      ("a invoked oom-killer: gfp_mask=0x201da, order=0, oom_adj=0", "a", 0, "0x201da", nil),
      (
        "a b/c invoked oom-killer: gfp_mask=0x200da, order=0, oom_adj=-17, oom_score_adj=-1000",
        "a b/c", 0, "0x200da", -1000
      ),
      ("a invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=-998", "a", 0, "0xd0", -998),
      (
        "a invoked oom-killer: gfp_mask=0x24201ca(GFP_HIGHUSER_MOVABLE|__GFP_COLD), order=0, "
          + "oom_score_adj=0", "a", 0, "0x24201ca(GFP_HIGHUSER_MOVABLE|__GFP_COLD)", 0
      ),
      (
        "a invoked oom-killer: gfp_mask=0x14000c0(GFP_KERNEL), nodemask=0-1, order=1, "
          + "oom_score_adj=1000", "a", 1, "0x14000c0(GFP_KERNEL)", 1000
      ),
      (
        "a invoked oom-killer: gfp_mask=0x14000c0(GFP_KERNEL), nodemask=(null),  order=0, "
          + "oom_score_adj=5", "a", 0, "0x14000c0(GFP_KERNEL)", 5
      ),
      (
        "CPU 2/KVM invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0",
        "CPU 2/KVM", -1, "0xcc0(GFP_KERNEL)", 0
      ),
    ] as [(String, String, Int, String, Int?)])
  func firstLine(text: String, name: String, order: Int, mask: String, adj: Int?) throws {
    let invocation = try #require(shortage(text)?.invocation)
    #expect(invocation.name == name)
    #expect(invocation.order == order)
    #expect(invocation.gfpMask == mask)
    #expect(invocation.oomScoreAdj == adj)
    #expect(invocation.isSysRq == (order == -1))
  }

  @Test(
    arguments: [
      (
        "[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name",
        "[   13]     7    12       10        5       3        4           -17 a b", nil, 3
      ),
      (
        "[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name",
        "[   13]     7    12       10        5       2       1        4           -17 a b", nil, 3
      ),
      (
        "[ pid ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name",
        "[   13]     7    12       10        5    12288        4           -17 a b", 12288, nil
      ),
      (
        "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name",
        "[     13]     7    12       10        5    12288        4           -17 a b", 12288, nil
      ),
      (
        "[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes "
          + "swapents oom_score_adj name",
        "[     13]     7    12       10        5        2        2         1    12288        4"
          + "           -17 a b", 12288, nil
      ),
      // A column that no kernel has yet.
      (
        "[  pid  ]   uid  tgid total_vm      rss rss_new pgtables_bytes swapents oom_score_adj name",
        "[     13]     7    12       10        5     2.5    12288        4           -17 a b",
        12288,
        nil
      ),
    ] as [(String, String, UInt64?, UInt64?)])
  func table(header: String, row: String, bytes: UInt64?, pages: UInt64?) throws {
    let table = try #require(shortage(header, row))
    let read = try #require(table.rows.first)
    #expect(table.rowCount == 1)
    #expect((read.pid, read.tgid, read.uid) == (13, 12, 7))
    #expect((read.totalVM, read.rss, read.swap) == (10, 5, 4))
    #expect((read.pageTableBytes, read.pageTablePages) == (bytes, pages))
    #expect((read.oomScoreAdj, read.name) == (-17, "a b"))
    if !header.contains("rss_new") {
      // The header can be lost; what stands behind it says which kernel's it was.
      #expect(shortage("a invoked oom-killer: gfp_mask=0xd0, order=0", row)?.rows == [read])
    }
    // A row that is cut anywhere before its name is none.
    for length in 1..<row.utf8.count - 4 {
      #expect(shortage(header, String(row.prefix(length)))?.rowCount == 0)
    }
  }

  @Test func summaryWithCommasInPathsAndNames() throws {
    let text =
      "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,y,mems_allowed=0-1,3,"
      + "oom_memcg=/a,b,task_memcg=/a,b/c,task=p,pid=9,pid=12,uid=7"
    let summary = try #require(shortage(text)?.summary)
    #expect(summary.scope == .cgroup)
    #expect(summary.limitCgroup == "/a,b")
    #expect(summary.taskCgroup == "/a,b/c")
    #expect(summary.name == "p,pid=9")
    #expect((summary.pid, summary.uid) == (12, 7))
    #expect(summary.allowedNodes == "0-1,3")
  }

  @Test(arguments: [
    ("CONSTRAINT_NONE", "global_oom", ReportedScope.host),
    ("CONSTRAINT_CPUSET", "global_oom", .cpuset),
    ("CONSTRAINT_MEMORY_POLICY", "global_oom", .memoryPolicy),
  ])
  func constraint(word: String, place: String, scope: ReportedScope) throws {
    let report = try #require(
      shortage(
        "oom-kill:constraint=\(word),nodemask=(null),cpuset=/,mems_allowed=0,\(place),"
          + "task_memcg=/,task=a,pid=12,uid=0"))
    #expect(report.scope == scope)
    #expect(report.limitCgroup == nil)
    #expect(report.taskCgroup == "/")
    #expect(report.summary?.allowedNodes == "0")
  }

  @Test(
    arguments: [
      ("Task in /a/b killed as a result of limit of /a", "/a", "/a/b"),
      ("Memory limit reached of cgroup /a", "/a", nil),
      ("Memory cgroup stats for /a:", "/a", nil),
      ("Memory cgroup stats for /a: cache:0KB rss:12KB", "/a", nil),
    ] as [(String, String, String?)])
  func groupLines(text: String, limit: String, task: String?) throws {
    let report = try #require(shortage("a invoked oom-killer: gfp_mask=0xd0, order=0", text))
    #expect(report.limitCgroup == limit)
    #expect(report.taskCgroup == task)
    #expect(report.scope == .cgroup)
  }

  @Test(arguments: [
    (
      "CPU: 9 PID: 14 Comm: j #1 Tainted: G  B 3.10.0-327.4.5.el7.x86_64 #1",
      "3.10.0-327.4.5.el7.x86_64"
    ),
    ("Pid: 14, comm: x Not tainted 2.6.32-573.el6.x86_64 #1", "2.6.32-573.el6.x86_64"),
    (
      "CPU: 10 UID: 1000 PID: 14 Comm: x Not tainted 6.17.3-arch2-1 #1 PREEMPT(full) ",
      "6.17.3-arch2-1"
    ),
  ])
  func invokersProcessor(text: String, release: String) throws {
    let report = try #require(shortage("a invoked oom-killer: gfp_mask=0xd0, order=0", text))
    #expect(report.invokerPID == 14)
    #expect(report.release == release)
  }
}
