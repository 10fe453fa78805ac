import MemtopCore
import Testing

/// What is said of a kill follows from the lines that the log holds, and from no others.
@Suite struct KillExplanationTests {
  private func explain(_ log: String) throws -> String {
    let kill = try #require(ReadLog(log + "\n").kills.first)
    return KillExplanation(kill, LogClock()).document.lines.joined(separator: "\n")
  }

  private static let header = """
    a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
    CPU: 0 PID: 12 Comm: a Not tainted 6.1.0-50-amd64 #1

    """
  private static let summary =
    "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,"
    + "task_memcg=/,task=v,pid=12,uid=0\n"
  private static let killed =
    "Out of memory: Killed process 12 (v) total-vm:80kB, anon-rss:40kB, file-rss:4kB, shmem-rss:0kB"
  private static let columns =
    "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name\n"

  @Test func aLineAloneNamesNoCulpritAndNoHost() throws {
    let text = try explain(Self.killed)
    #expect(text.contains("the log holds no report of this kill, only its own line"))
    #expect(text.contains("It held: anon 40K; file 4K; shmem 0 (the line of the kill)"))
    #expect(text.contains("the log does not say which"))
    #expect(!text.contains("held 4") && !text.contains("leak") && !text.contains("largest"))
  }

  @Test func aReportWithoutItsFirstLineIsNotCalledMissing() throws {
    let text = try explain(
      "Memory cgroup stats for /a: cache:32KB rss:524256KB\n"
        + "Memory cgroup out of memory: Killed process 12 (v) total-vm:80kB, anon-rss:40kB")
    #expect(text.contains("the line that says who asked for memory is not in the log"))
    #expect(text.contains("Memory: anon 512M; file 32K"))
  }

  @Test func theStatisticsOfVersionOneAreRead() throws {
    let killed = "Memory cgroup out of memory: Killed process 12 (v) total-vm:80kB, anon-rss:40kB"
    let old = try explain(
      "Memory cgroup stats for /a: cache:64KB rss:1024KB rss_huge:0KB shmem:16KB mapped_file:4KB\n"
        + "Memory cgroup stats for /a/b: cache:64KB rss:1024KB rss_huge:0KB shmem:16KB\n" + killed)
    #expect(old.contains("Memory: anon 2.00M; file 128K; shmem, in file 32K"))
    let new = try explain(
      """
      Memory cgroup stats for /a:
      cache 4096
      rss 8192
      total_cache 65536
      total_rss 1048576
      total_shmem 4096
      """ + "\n" + killed)
    #expect(new.contains("Memory: anon 1.00M; file 64K; shmem, in file 4K"))
  }

  @Test(
    arguments: [
      ("memory: usage 100kB, limit 100kB", "", "not the host: 100K of 100K in use"),
      (
        "memory: usage 60kB, limit 100kB", "memory+swap: usage 120kB, limit 120kB, failcnt 4",
        "not the host: of memory and swap together, 120K of 120K in use"
      ),
      (
        "memory: usage 60kB, limit 100kB", "kmem: usage 8kB, limit 8kB, failcnt 4",
        "not the host: of the kernel's memory, 8K of 8K in use"
      ),
    ])
  func theLimitThatWasReachedIsTold(memory: String, other: String, said: String) throws {
    let text = try explain(
      Self.header + "\(memory), failcnt 1\n\(other)\nMemory cgroup stats for /a:\n"
        + "Memory cgroup out of memory: Killed process 12 (v) total-vm:80kB, anon-rss:40kB")
    #expect(text.contains(said))
  }

  // MARK: Zones

  private static func zones(dma32: Int, normal: Int) -> String {
    """
    Mem-Info:
    Node 0 DMA32 free:\(dma32)kB min:1000kB low:1200kB present:90000kB managed:80000kB
    lowmem_reserve[]: 0 0 500 500 500
    Node 0 Normal free:\(normal)kB min:2000kB low:2400kB present:90000kB managed:80000kB
    lowmem_reserve[]: 0 0 0 0 0
    Node 0 DMA32: 1*4kB (U) 0*8kB 1*16kB (M) 0*32kB = 20kB
    Node 0 Normal: 3*4kB (U) 2*8kB 0*16kB 0*32kB = 28kB

    """
  }

  private func global(_ mask: String, order: Int, dma32: Int, normal: Int) throws -> String {
    try explain(
      "a invoked oom-killer: gfp_mask=\(mask), order=\(order), oom_score_adj=0\n"
        + "CPU: 0 PID: 12 Comm: a Not tainted 6.1.0-50-amd64 #1\n"
        + Self.zones(dma32: dma32, normal: normal) + Self.summary + Self.killed)
  }

  @Test func fullZonesAreTheHosts() throws {
    // What is kept of DMA32 for requests that can use nothing else is not free for this one.
    let text = try global("0xcc0(GFP_KERNEL)", order: 0, dma32: 2900, normal: 1990)
    #expect(text.contains("Cause: the host had no memory left\n"))
    #expect(
      text.contains(
        "node 0 DMA32 2.83M (min 0.98M, 1.95M kept for others), node 0 Normal 1.94M (min 1.95M)"))
    #expect(text.contains("more memory"))
  }

  @Test func aRequestForLowZonesIsNotHelpedByHighOnes() throws {
    let text = try global("0xcc4(GFP_KERNEL|GFP_DMA32)", order: 0, dma32: 900, normal: 60_000)
    #expect(text.contains("no memory left in the zones that the request could use"))
    #expect(
      text.contains(
        "Free elsewhere: node 0 Normal 58.6M; the request could use no zone above DMA32"))
    #expect(!text.contains("more memory") && !text.contains("the host had no memory left"))
  }

  @Test func memoryInPiecesIsNotCalledGone() throws {
    let text = try global("0xcc0(GFP_KERNEL)", order: 3, dma32: 900, normal: 60_000)
    #expect(text.contains("no free block of 32K was left"))
    #expect(text.contains("the largest of 16K"))
    #expect(!text.contains("more memory") && !text.contains("no memory left"))
  }

  @Test func freeMemoryAboveTheMinimumIsSaid() throws {
    let text = try global("0xcc0(GFP_KERNEL)", order: 0, dma32: 900, normal: 60_000)
    #expect(text.contains("although some was free above the minimum"))
  }

  @Test func aPageFaultAskedForNothingThatIsTold() throws {
    let text = try global("0x0", order: 0, dma32: 900, normal: 900)
    #expect(text.contains("it had a page fault; how much it asked for is not told"))
  }

  @Test func whereSharedMemoryIsCountedIsSaid() throws {
    let lists =
      "active_anon:100 inactive_anon:20 isolated_anon:0\n unevictable:%u dirty:0\n mapped:3 shmem:5\n"
    for (locked, said) in [
      ("0", "shmem, in anon 20K"), ("9", "shmem, in anon and unevictable 20K"),
    ] {
      let text = try explain(
        Self.header + "Mem-Info:\n" + lists.replacing("%u", with: locked) + Self.killed)
      #expect(text.contains(said))
    }
  }

  // MARK: The choice

  @Test func theChosenParentIsNamedWithoutATable() throws {
    let choice = "Out of memory: Kill process 11 (boss) score 976 or sacrifice child\n"
    let killed = "Killed process 12 (v) total-vm:80kB, anon-rss:40kB, file-rss:4kB"
    let bare = try explain(choice + killed)
    #expect(
      bare.contains(
        "in the place of pid 11 (boss), its parent or another thread of it, which the kernel had chosen "
          + "with score 976"))
    let table =
      "[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name\n"
      + "[ 11] 0 11 90 80 4 0 0 boss\n[ 12] 0 12 20 11 4 0 0 v\n"
    #expect(try explain(table + choice + killed).contains("pid 11 (boss), its parent, which"))
  }

  @Test func nothingIsSaidOfRowsThatAreMissing() throws {
    let row = "[     12]     0    12       20       11     4096        0             0 \n"
    let text = try explain(Self.header + Self.columns + row + Self.summary + Self.killed)
    #expect(
      text.contains("of the 1 row that the log holds it is the only one that could be killed"))
    #expect(text.contains("(no name)"))
    #expect(!text.contains("no other process"))
    let other = row.replacing("12", with: "34")
    #expect(
      try explain(Self.header + Self.columns + other + Self.killed)
        .contains("none of the 1 row that the log holds is its own"))
  }

  @Test func theSwapThatAGroupMayNotUseIsNoMissingSwap() throws {
    let text = try explain(
      Self.header + "memory: usage 100kB, limit 100kB, failcnt 1\nswap: usage 0kB, limit 0kB\n"
        + "Memory cgroup stats for /a:\n"
        + "Memory cgroup out of memory: Killed process 12 (v) total-vm:80kB, anon-rss:40kB")
    #expect(text.contains("Swap: the group's limits allow none"))
    #expect(!text.contains("there was none"))
  }

  @Test func aGroupsReportDoesNotSayWhatSwapTheHostHas() throws {
    let text = try explain(
      Self.header + "memory: usage 4000kB, limit 4000kB, failcnt 1\n"
        + "swap: usage 8kB, limit 4000kB, failcnt 0\nMemory cgroup stats for /a:\n" + Self.columns
        + "[     12]     0    12       20      900     4096        0             0 v\n"
        + "[     13]     0    13       20       11     4096        0           100 w\n"
        + "Memory cgroup out of memory: Killed process 12 (v) total-vm:80kB, anon-rss:40kB")
    #expect(text.contains("if the host has as much swap as the group's limits allow"))
    #expect(text.contains("with the total that is known"))
    #expect(!text.contains("oom_score_adj -"))
  }

  @Test func aKillByAProgramIsExplainedByItsOwnWords() throws {
    let kills = ReadLog(
      "Nov 28 07:26:44 pc earlyoom[812]: sending SIGTERM to process 4242 uid 1000 \"hog\": badness 900\n"
    ).reported
    let text = ProgramKillExplanation.lines(try #require(kills.first), date: nil).joined(
      separator: "\n")
    #expect(text.contains("earlyoom sent SIGTERM to 4242 hog."))
    #expect(text.contains("any user of the host could have logged it"))
    #expect(text.contains("The log's words: sending SIGTERM to process 4242"))
  }
}
