import MemtopCore
import Testing

/// The forms in which people keep and paste logs, each with a kill in it.
@Suite struct LogFormTests {
  private static let kill =
    "Out of memory: Killed process 12 (a) total-vm:8kB, anon-rss:4kB, file-rss:0kB, "
    + "shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0"

  @Test(arguments: [
    "[Di Aug 12 03:54:03 2025] ", "[ven. nov. 28 07:26:44 2025] ", "[四 3月 18 18:47:12 2021] ",
    "мая 26 23:02:22 pc kernel: ", "Mär 03 23:02:22 pc kernel: [   12.000001] ",
    "7. Dez 00:05:14 pc kernel: ", "Do 2025-11-27 10:00:00 CET pc kernel: ",
    "kern  :err   : ", "kern  :err   : [Thu Dec  7 00:05:14 2017] ",
    "2025-11-27T10:00:00,123456+01:00 ", "kern  :err   : 2025-11-27T10:00:00,123456+01:00 ",
    "[   12.000001 <    0.000012>] ", "[<    0.000012>] ", "[Nov27 10:00] ", "[Nov 27 10:00] ",
    "\u{1b}[32m[   12.000001] \u{1b}[0m\u{1b}[31m",
    "<11>1 2025-11-27T10:00:00.1+01:00 pc app - - - x\n"
      + "<3>1 2025-11-27T10:00:00.123456+01:00 pc kernel - - - ",
    "1764234000.123456 pc kernel: ", "2025-11-27T10:00:00.123456789Z stdout F [   12.000001] ",
    "10.5.0.2: kern:     err: [2025-11-27T10:00:00.123456789Z]: ",
    "kern: warning: [2025-11-27T10:00:00.123456789Z]: ",
    "<3>[   12.000001]  (0)[123:kworker/0:1]", "[   12.000001] (3)[77:kswapd0]",
    "11-27 10:00:00.123     0     0 E kernel  : ",
    "Fri Aug  7 08:24:06 2026 kern.err kernel: [   12.000001] ",
    "Jan  1 00:00:00 router kern.err kernel: [   12.000001] ",
    "> +[   12.000001] ", "> : [   12.000001] ", "**", "  ", "\u{feff}",
    "  Warning  OOMKilling  2m  kernel-monitor, node-1  ",
    "Message:(combined from similar events): ", "node1 | [   12.000001] ",
    "/var/log/kern.log:17:[   12.000001] ", "./log:", "17:",
    "/var/log/syslog:Nov 27 10:00:00 pc kernel: [   12.000001] ", "17: [   12.000001] ",
    "&gt; [   12.000001] ", "12.000001: ", "27/11/2025 10:00:00 pc kernel: ",
    "2025 Nov 27 10:00:00 pc kernel: ", "[Thu 27 Nov 2025 10:00:00 AM UTC] ",
    "<3>[   12.000001] [0:    swapper/0:    0] ", "[   12.000001] [pid:123,cpu0,swapper] ",
    "[   12.000001] c0    123 ", "11-27 10:00:00.123     0     0 W         : ",
    "Nov 27 10:00:00 pc kernel: kernel: [   12.000001] ",
  ])
  func isRead(prefix: String) throws {
    for ending in ["", "\r"] {
      let log = ReadLog(prefix + Self.kill + ending + "\n")
      #expect(log.kills.map(\.victim.pid) == [12])
      let kill = try #require(log.kills.first)
      #expect(kill.victim.name == "a" && kill.oomScoreAdj == 0 && kill.scope == .host)
      #expect(log.omissions.unknownForms == 0)
    }
  }

  @Test func amonthThatIsNotKnownLeavesTheKillUndated() throws {
    let known = try #require(ReadLog("[Di Aug 12 03:54:03 2025] \(Self.kill)\n").kills.first)
    #expect(LogClock().seconds(known.time) == 1_754_970_843)
    let unknown = try #require(ReadLog("[ven. août 12 03:54:03 2025] \(Self.kill)\n").kills.first)
    #expect(LogClock().seconds(unknown.time) == nil)
    let numbered = try #require(ReadLog("[四 3月 18 18:47:12 2021] \(Self.kill)\n").kills.first)
    #expect(LogClock().seconds(numbered.time) == 1_616_093_232)
  }

  @Test(arguments: [
    "frobnicator%12%", "12:00 kernel said ", "{something=[1]} ", "[12.3] ", "kern%12: ",
  ])
  func aFormThatIsNotKnownIsSaid(prefix: String) {
    let log = ReadLog(prefix + Self.kill + "\n")
    #expect(log.kills.isEmpty && log.omissions.unknownForms == 1)
    let head = "[   11.000000] hog invoked oom-killer: gfp_mask=0xcc0, order=0, oom_score_adj=0\n"
    #expect(ReadLog(head + prefix + Self.kill + "\n").unfinished.map(\.reason) == [.unknownForm])
  }

  /// What any user can log, wherever his words end up, is no kill by the kernel.
  @Test(arguments: [
    "Nov 27 10:00:00 pc mallory: kernel: ", "Nov 27 10:00:00 pc mallory[12]: [   13.345678] ",
    "Nov 27 10:00:00 pc earlyoom: kernel: ", "Nov 27 10:00:00 mallory: kernel: ",
    "2025-11-27T10:00:00+01:00 pc mallory: <3>[   13.345678] ",
    "[   13.345678] pc mallory[12]: kernel: ", "ноя 27 10:00:00 pc mallory: kernel: ",
    "<13>1 2025-11-27T10:00:00Z pc mallory - - - kernel: ",
    "<13>Nov 27 10:00:00 pc kernel: ", "Nov 27 10:00:00 pc user.notice kernel: ",
    "12,901,100,-;", "user  :notice: [   13.345678] ",
    "10.5.0.2: user: warning: [2025-11-27T10:00:00Z]: ",
    "11-27 10:00:00.123  710  710 I mallory: kernel: ",
    "Nov 27 10:00:00 pc mallory: Message:(combined from similar events): ",
    "1764234000.123456 pc mallory[12]: kernel: ",
  ])
  func aForgedKillIsNotTheKernels(prefix: String) {
    let log = ReadLog(prefix + Self.kill + "\n")
    #expect(log.kills.isEmpty)
    #expect(log.omissions.disbelievedKills == 1)
    let program = "earlyoom[1]: sending SIGKILL to process 7 uid 0 \"a\": badness 1"
    guard prefix.contains("mallory") else { return }
    #expect(ReadLog(prefix + program + "\n").reported.isEmpty)
  }

  /// A tag may have blanks, and a date may be in no known order: what stands behind it is still a
  /// program's.
  @Test(arguments: [
    "Nov 27 10:00:00 pc my tag: [   13.345678] ", "Nov 27 10:00:00 pc my tag: kernel: ",
    "2025 Nov 27 10:00:00 pc mallory: [   13.345678] ", "27/11/2025 10:00 pc mallory[1]: kernel: ",
    "2025-11-27T10:00:00Z pc a b[12]: <3>[   13.345678] ", "mallory: [   13.345678] ",
    "11-27 10:00:00.123  710  710 I         : [   13.345678] ",
  ])
  func whatStandsBehindAnyTagIsAPrograms(prefix: String) {
    #expect(ReadLog(prefix + Self.kill + "\n").kills.isEmpty)
  }

  @Test func whatShowsTheSenderIsSaid() {
    #expect(ReadLog("3,407,11823898,-;\(Self.kill)\n").kills.map(\.victim.proof) == [.kernel])
    #expect(
      ReadLog("Nov 27 10:00:00 pc kernel: \(Self.kill)\n").kills.map(\.victim.proof) == [.tag])
    #expect(ReadLog("[   11.000000] \(Self.kill)\n").kills.map(\.victim.proof) == [.text])
    let oomd = "oomd kill: 81.28 80.05 42.78 a/b.service 1000 ruleset:[x]"
    #expect(ReadLog("[   11.000000] \(oomd)\n").reported.map(\.proof) == [.text])
  }

  @Test func wrappedLinesArePutTogether() throws {
    let log = ReadLog(
      """
      > +[  143.591734] hog invoked oom-killer: gfp_mask=0xd0, order=0,
      > oom_score_adj=7
      > +[  143.591934] Task in /shop killed as a
      > result of limit of /shop
      > +[  143.592] usb 1-1: reset
      > +[  143.592141] [ pid ]   uid  tgid total_vm      rss nr_ptes swapents
      > oom_score_adj name
      > +[  143.592153] [ 2904]     0  2904   788050   262144     515        0
      > -17 hog
      > +[  143.592155] [ 2905]     0  2905   788050   262144     515        0             0
      > a b
      > +[  143.592157] Memory cgroup out of memory: Kill process 2904 (hog) score 921 or
      > sacrifice child
      > +[  143.592160] Killed process 2904 (hog) total-vm:3152200kB,
      > anon-rss:979724kB,
      > file-rss:4kB

      """)
    let kill = try #require(log.kills.first)
    #expect(log.kills.count == 1 && log.unfinished.isEmpty)
    #expect(kill.report.limitCgroup == "/shop" && kill.report.taskCgroup == "/shop")
    #expect(kill.report.invocation?.oomScoreAdj == 7 && kill.report.choice?.score == 921)
    #expect(kill.report.rows.map(\.name) == ["hog", "a b"])
    #expect(kill.oomScoreAdj == -17)
    #expect(kill.victim.rssAnon == 979_724 << 10 && kill.victim.rssFile == 4096)
    let early = ReadLog(
      "> [   11.000000] Memory cgroup stats for\n> /a/b: cache:0KB rss:4KB\n"
        + "> [   11.000001] Memory cgroup out of memory:\n> Killed process 8 (c) total-vm:8kB\n")
    #expect(early.kills.map(\.scope) == [.cgroup])
    #expect(early.kills.map(\.report.limitCgroup) == ["/a/b"])
    let summary =
      "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,\n"
      + "oom_memcg=/a,task_memcg=/a,task=b,\npid=9,uid=3\n"
      + "Memory cgroup out of memory: Killed process 9\n(b) total-vm:8kB, anon-rss:4kB\n"
    let other = try #require(ReadLog(summary).kills.first)
    #expect(other.report.limitCgroup == "/a" && other.victim.name == "b")
    #expect(other.uid == 3 && other.victim.rssAnon == 4096)
  }

  @Test(arguments: [
    "> Nov 27 10:00:00 pc earlyoom[1]: sending SIGKILL to\n> process 8 uid 0 \"b\": badness 1\n",
    "> [   77.749670] earlyoom[659]: sending SIGKILL to process\n> 8 uid 0 \"b\": badness 1\n",
    "Nov 27 10:00:00 pc lowmemorykiller: Killing 'b' (8),\n adj 900\n",
  ])
  func wrappedLinesOfProgramsToo(text: String) {
    let log = ReadLog(text + "Nov 27 10:00:01 pc kernel: usb 1-1: reset\n")
    #expect(log.reported.map(\.pid) == [8] && log.reported.map(\.name) == ["b"])
  }

  @Test func oldKernelsAreRead() {
    let log = ReadLog(
      """
      Jul 19 05:19:24 srv1 kernel: Out of Memory: Killed process 2368 (jserver).
      Jul 19 05:20:24 srv1 kernel: Killed process 2369, UID 500, (jserver).
      Jul 19 05:21:24 srv1 kernel: Out of memory: kill process 2370 (java) score 12 or a child
      Jul 19 05:21:24 srv1 kernel: Killed process 2371 (java)

      """)
    #expect(log.kills.map(\.victim.pid) == [2368, 2369, 2371])
    #expect(log.kills.map(\.victim.name) == ["jserver", "jserver", "java"])
    #expect(log.kills.map(\.scope) == [.host, nil, .host])
    #expect(log.kills[1].uid == 500 && log.kills[2].report.choice?.pid == 2370)
  }

  @Test func whoIsOnlyReapedDied() throws {
    let log = ReadLog(
      """
      [   10.000001] Out of memory: Killed process 7 (a) total-vm:8kB, anon-rss:4kB
      [   10.000002] oom_reaper: reaped process 7 (a), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB
      [   10.000003] oom_reaper: reaped process 8 (b (c)), now anon-rss:0kB, file-rss:0kB
      [   20.000001] Task in /t/x killed as a result of limit of /t
      [   20.000002] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
      [   20.000003] [     9]     0     9   178320     5602   131072        0          -997 d
      [   20.000004] oom_reaper: reaped process 9 (d), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB

      """)
    #expect(log.kills.map(\.victim.pid) == [7, 8, 9])
    #expect(log.kills.map(\.victim.name) == ["a", "b (c)", "d"])
    let last = try #require(log.kills.last)
    #expect(last.report.limitCgroup == "/t" && last.oomScoreAdj == -997)
    #expect(last.totalVM == 178_320 * 4096 && log.unfinished.isEmpty)
  }

  @Test func oneKillBehindTwoPrefixesIsOne() {
    let line = "Memory cgroup out of memory: Killed process 7 (a) total-vm:8kB, anon-rss:4kB"
    let report =
      "[   10.000000] [  pid  ]   uid  tgid total_vm rss pgtables_bytes swapents oom_score_adj name\n"
      + "[   10.000000] [    7]     0     7       10       5    12288        4      -17 a\n"
    for copy in ["", "Nov 27 10:00:00 pc kernel: ", "[Thu Nov 27 10:00:00 2025] "] {
      let log = ReadLog("\(copy)\(line)\n\(report)[   10.000001] \(line)\n")
      #expect(log.kills.map(\.victim.pid) == [7])
      #expect(log.omissions.repeatedKills == 1)
      if copy.isEmpty { #expect(log.kills.map(\.report.rowCount) == [1]) }
    }
  }

  @Test func aConstraintWithoutItsPrefixBelongsToItsKill() {
    let summary =
      "oom-kill:constraint=CONSTRAINT_CPUSET,nodemask=(null),cpuset=x,mems_allowed=0,global_oom,task=a"
    let log = ReadLog("\(summary)\nNov 27 10:00:00 pc kernel: [   10.000001] \(Self.kill)\n")
    #expect(log.kills.map(\.scope) == [.cpuset] && log.unfinished.isEmpty)
    #expect(log.kills.first?.report.summary?.allowedNodes == "0")
    let policy =
      "oom-kill:constraint=CONSTRAINT_MEMORY_POLICY,nodemask=0,cpuset=x,mems_allowed=0-1,task=a"
    #expect(ReadLog("\(policy)\n\(Self.kill)\n").kills.map(\.scope) == [.memoryPolicy])
  }

  @Test func onlyTheLinesThatSayKilled() {
    let lines = (1...3).map { number in
      "[   \(number)0.000001] Task in /g\(number) killed as a result of limit of /g\(number)\n"
        + "[   \(number)0.000002] Killed process \(number) (a) total-vm:8kB, anon-rss:4kB\n"
    }
    let log = ReadLog(lines.joined())
    #expect(log.kills.map(\.report.limitCgroup) == ["/g1", "/g2", "/g3"])
    #expect(log.kills.map(\.scope) == [.cgroup, .cgroup, .cgroup])
  }

  @Test func anInvokerIsAThreadsName() {
    let log = ReadLog(
      "[    1.000000] somebody else who invoked oom-killer: gfp_mask=0xcc0, order=0\n")
    #expect(log.unfinished.isEmpty)
    let real = ReadLog("[    1.000000] CPU 2/KVM invoked oom-killer: gfp_mask=0xcc0, order=0\n")
    #expect(real.unfinished.map(\.report.invocation?.name) == ["CPU 2/KVM"])
  }

  @Test(
    arguments: [
      (
        "11-27 14:24:26.342   710   710 I lowmemorykiller: Kill 'com.shop.app' (17933), uid 10446, "
          + "oom_score_adj 0 to free 140528kB rss", KillerProgram.lmkd, 17933, "com.shop.app", nil
      ),
      (
        "<6>[  12.345678]  (1)[45:kswapd0]lowmemorykiller: Killing 'com.x' (4567), adj 15,",
        .lowmemorykiller, 4567, "com.x", nil
      ),
      (
        "10.5.0.2: user: warning: [2026-08-11T17:20:38Z]: [talos] Sending SIGKILL to cgroup "
          + "{\"component\": \"x\", \"cgroup\": \"/sys/fs/cgroup/kubepods/burstable/pod1\"}",
        .talos,
        nil, nil, "/kubepods/burstable/pod1"
      ),
      (
        "Nov 27 10:00:00 n kubelet[9]: I1127 10:00:00.1 9 eviction_manager.go:1] "
          + "\"Eviction manager: attempting to reclaim\" resourceName=\"memory\"\n"
          + "Nov 27 10:00:01 n kubelet[9]: I1127 10:00:01.1 9 eviction_manager.go:2] "
          + "\"Eviction manager: pod is evicted successfully\" pod=\"default/shop\"", .kubelet, nil,
        nil, "default/shop"
      ),
    ] as [(String, KillerProgram, Int32?, String?, String?)])
  func otherKillersSpeak(
    text: String, killer: KillerProgram, pid: Int32?, name: String?, group: String?
  ) throws {
    let log = ReadLog(text + "\n")
    #expect(log.kills.isEmpty)
    let kill = try #require(log.reported.first)
    #expect(kill.killer == killer && kill.pid == pid && kill.name == name && kill.group == group)
  }

  @Test func anEvictionForADiskIsNoKillForMemory() {
    let log = ReadLog(
      """
      Nov 27 10:00:00 n kubelet[9]: "Eviction manager: attempting to reclaim" resourceName="ephemeral-storage"
      Nov 27 10:00:01 n kubelet[9]: "Eviction manager: pod is evicted successfully" pod="default/shop"

      """)
    #expect(log.reported.isEmpty)
  }
}
