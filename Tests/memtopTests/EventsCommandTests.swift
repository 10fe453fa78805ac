import Foundation
import Glibc
import LinuxKernel
import TestSupport
import Testing

@testable import memtop

/// `memtop events` on captured logs, as a user calls it.
@Suite struct EventsCommandTests {
  private static let folder = Fixtures.path("kernel-logs")

  private func events(_ arguments: String) throws -> Captured {
    let script = "cd '\(Self.folder)'; " + arguments.replacing("memtop", with: MemtopBinary.path)
    return try Captured.run(
      ["/bin/bash", "-c", script], environment: Environment.list(changing: ["TZ": "UTC"]))
  }

  private func kills(_ result: Captured) throws -> [[String: Any]] {
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let document = try #require(parsed as? [String: Any])
    return try #require(document["kills"] as? [[String: Any]])
  }

  @Test(arguments: [
    "memtop events --format json --file 7.2-oom-group.log",
    "memtop events --format json --file - < 7.2-oom-group.log",
    "gzip -c 7.2-oom-group.log | memtop events --format json --file -",
    "f=$(mktemp); gzip -c 7.2-oom-group.log > $f; memtop events --format json --file $f; rm $f",
    "(head -n50 7.2-oom-group.log | gzip; tail -n+51 7.2-oom-group.log | gzip) "
      + "| memtop events --format json --file -",
  ])
  func aLogIsReadFromAnywhere(command: String) throws {
    let result = try events(command)
    #expect(result.ending == .exit(0))
    #expect(result.error.isEmpty)
    let kills = try kills(result)
    #expect(kills.map { $0["pid"] as? Int } == [141, 129, 130, 132])
    let first = try #require(kills.first)
    #expect(first["rssAnon"] as? Int == 50556 * 1024)
    #expect(first["uptime"] as? Double == 10.7678)
    #expect(first["time"] is NSNull)
    #expect(first["cgroup"] as? String == "/t")
  }

  @Test func csvHasALineForEachKill() throws {
    let result = try events("memtop events --format csv --file 6.1-nested.log")
    let lines = result.output.split(separator: "\r\n")
    #expect(lines.count == 3)
    #expect(lines.first?.hasPrefix("time,uptime,pid,comm,scope,cgroup,taskCgroup,") == true)
    #expect(lines.last?.hasPrefix(",12.957669,121,ina,cgroup,/t,/t/a,,hog,123,allocation,") == true)
  }

  private static let mixed =
    "2026-11-21T10:00:00Z h kernel: Out of memory: Killed process 7 (a) total-vm:8kB\\n"
    + "2026-11-21T10:00:10Z h earlyoom[1]: sending SIGTERM to process 8 uid 5 \"b,c\": badness 1\\n"
    + "2026-11-21T10:00:20Z h systemd-oomd[1]: Killed /a.scope due to memory pressure for / being\\n"
    + "2026-11-21T10:00:30Z h systemd[1]: w.service: Main process exited, code=killed, status=9/KILL"
    + "\\n2026-11-21T10:00:40Z h kernel: Out of memory: Killed process 9 (z) total-vm:8kB\\n"

  @Test func csvNamesWhoKilledInTheOrderOfTheLog() throws {
    let result = try events("printf '\(Self.mixed)' | memtop events --format csv --file -")
    let lines = result.output.split(separator: "\r\n").map(String.init)
    let header = try #require(lines.first).split(separator: ",").map(String.init)
    #expect(header.suffix(5) == ["killer", "proof", "signal", "group", "text"])
    #expect(lines.count == 6)
    #expect(lines[1].hasPrefix("2026-11-21T10:00:00Z,,7,a,host,"))
    #expect(lines[1].hasSuffix(",kernel,tag,,,"))
    #expect(lines[2].hasPrefix("2026-11-21T10:00:10Z,,8,\"b,c\","))
    #expect(lines[2].contains(",earlyoom,tag,SIGTERM,,\"sending SIGTERM to process 8 uid 5 "))
    #expect(lines[3].contains(",systemd-oomd,tag,SIGKILL,/a.scope,Killed /a.scope due to"))
    #expect(lines[4].contains(",,tag,SIGKILL,w.service,"))
    #expect(lines[5].hasPrefix("2026-11-21T10:00:40Z,,9,z,host,"))
  }

  @Test func jsonKeepsTheKernelsKillsApart() throws {
    let result = try events("printf '\(Self.mixed)' | memtop events --format json --file -")
    #expect(try kills(result).map { $0["pid"] as? Int } == [7, 9])
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let others = try #require((parsed as? [String: Any])?["otherKills"] as? [[String: Any]])
    #expect(others.map { $0["killer"] as? String } == ["earlyoom", "systemd-oomd", nil])
    #expect(others.map { $0["group"] as? String } == [nil, "/a.scope", "w.service"])
    #expect(
      result.output.contains(
        "{\"time\": \"2026-11-21T10:00:10Z\", \"uptime\": null, \"killer\": \"earlyoom\", "
          + "\"signal\": \"SIGTERM\", \"pid\": 8, \"comm\": \"b,c\", \"uid\": 5, \"group\": null, "
          + "\"proof\": \"tag\", \"text\": \"sending SIGTERM to process 8 uid 5 \\\"b,c\\\": badness 1\"}"
      ))
  }

  @Test func theTableSaysWhatIsNoKill() throws {
    let result = try events("memtop events --file 6.1-panic.log")
    #expect(
      result.output == """
        no kills
        report without a kill at uptime 8.032915: invoked by hog: no process could be killed
        panic at uptime 8.043170: System is deadlocked on memory

        """)
  }

  @Test func sinceLeavesOutWhatIsOlder() throws {
    let lines = (1...3).map { day in
      "[Sat Nov 2\(day) 10:00:00 2026] Out of memory: Killed process \(day) (a) total-vm:8kB"
    }
    let text = lines.joined(separator: "\\n") + "\\nKilled process 9 (b) total-vm:8kB\\n"
    let result = try events(
      "printf '\(text)' | memtop events --format json --since 2026-11-22 --file -")
    #expect(try kills(result).map { $0["pid"] as? Int } == [2, 3, 9])
    #expect(result.output.contains("\"undatedKills\": 1"))
    #expect(try kills(result).first?["time"] as? String == "2026-11-22T10:00:00Z")
  }

  @Test func aBrokenArchiveIsSaidAfterWhatItHeld() throws {
    let result = try events(
      "gzip -c 5.10-host.log | head -c 3500 | memtop events --format csv --file -")
    #expect(result.ending == .exit(74))
    #expect(result.error == "memtop: --file: standard input: the compressed data ends early\n")
    #expect(result.output.hasPrefix("time,uptime,"))
  }

  @Test(
    arguments: [
      ("memtop events --file /nonexistent", 66, "/nonexistent: No such file or directory"),
      ("memtop events --file /", 66, "Is a directory"),
      ("memtop events --file - --since yesterday", 64, "--since"),
      ("memtop events --file - --format xml", 64, "xml"),
      ("memtop events --file - --explain 0", 64, "--explain"),
      ("memtop events --file - --explain 1 --format csv", 64, "not csv"),
      ("memtop events --file - --format markdown", 64, "--explain"),
      ("memtop --tree events --file -", 64, "--tree is not for events"),
      ("memtop --sort rss events --file -", 64, "--sort is not for events"),
    ] as [(String, Int32, String)])
  func refusalsAreOneLine(command: String, code: Int32, words: String) throws {
    let result = try events(command + " < /dev/null")
    #expect(result.ending == .exit(code))
    #expect(result.output.isEmpty)
    #expect(result.error.contains(words))
    #expect(result.error.split(separator: "\n").count == 1)
  }

  /// The right to read the kernel's log is not everywhere: then the refusal is what is judged.
  @Test func theRunningKernelsLogIsReadOrTheMissingRightNamed() throws {
    let descriptor = open("/dev/kmsg", O_RDONLY | O_NONBLOCK)
    let isReadable = descriptor >= 0
    if isReadable { close(descriptor) }
    let result = try events("memtop events --format json")
    #expect(result.ending == .exit(isReadable ? 0 : 66))
    if isReadable {
      #expect(try kills(result).allSatisfy { $0["time"] is String })
    } else {
      #expect(result.error.hasPrefix("memtop: kernel log: /dev/kmsg: "))
    }
  }

  @Test(arguments: [(EPERM, true), (EACCES, true), (ENOENT, false)])
  func aMissingRightIsNamed(code: Int32, isRight: Bool) {
    let refusal = LogSource.refusal(KernelError(path: "/dev/kmsg", reason: .errno(code)))
    #expect(refusal.message.contains("CAP_SYSLOG") == isRight)
    #expect(refusal.code == .noInput)
  }

  @Test func aKillIsExplained() throws {
    let result = try events("memtop events --explain 1 --file 7.2-oom-group.log")
    #expect(result.ending == .exit(0))
    #expect(
      result.output == """
        Killed: hog, pid 141, at uptime 10.767800
        Source: the log does not prove that the kernel wrote it
        Invoker: hog, pid 141: it asked for 4K (0xcc0(GFP_KERNEL))
        It held: anon 49.4M; file 0; shmem 452K (the line of the kill)
        Cause: the limit of /t, not the host: 64.0M of 64.0M in use
        Swap: the group's limits allow none

        Choice: of the 5 rows that the log holds it has the highest badness, 7161 pages (28.0M) ahead
        Badness: rss + swap + page tables + adj x (total / 1000), by the rules of Linux 7.2
        Total: 16384 pages, 64.0M

               PID  BADNESS    RSS  SWAP   PTE    ADJ  NAME
            1  141    12788  49.8M     0  144K      0  hog
            2  130     5627  3.19M     0   44K    300  b
            3  129     2366  9.19M     0   56K      0  a
            4  132     1380  5.34M     0   48K      0  thr
        never  131        -  2.19M     0   40K  -1000  prot

        Memory: anon 63.7M; file 0; unevictable 0; shmem, in file 0; slab 63K; unreclaimable, in slab 63K; \
        page tables 132K; kernel stacks 128K; sockets 0

        What could have prevented it, the likeliest first:
          1. hog, pid 141, held 49.8M, 78 % of the total: a leak, or more than fits here
          2. oom_score_adj -448 or less: by this table the kernel would have chosen b, pid 130
          3. a higher limit of /t
          4. swap for /t: its limits allow none

        """)
  }

  @Test(arguments: CapturedLogNames.all)
  func everyKillOfEveryLogIsExplained(name: String) throws {
    let count = try kills(try events("memtop events --format json --file \(name)")).count
    for number in 1...count + 1 {
      let result = try events("memtop events --explain \(number) --file \(name)")
      #expect(result.ending == .exit(number <= count ? 0 : 66))
      #expect(result.output.hasPrefix(number <= count ? "Killed: " : ""))
    }
  }
}

enum CapturedLogNames {
  static let all = [
    "5.10-host.log", "6.1-allocating-task.log", "6.1-cgroup-v1.log", "6.1-no-table.log",
    "6.1-oom-group.kmsg", "6.1-panic.log", "6.1-sysrq.log",
  ]
}
