import Foundation
import TestSupport
import Testing

/// `memtop victims` as a program: its outputs, its options and what it refuses.
@Suite struct CommandLineVictimsTests {
  private static let run = Fixtures.path("oom-runs/6.18-m1")

  private func memtop(_ arguments: String...) throws -> Captured {
    try Captured.run(
      [MemtopBinary.path, "victims"] + arguments, environment: Environment.list(changing: [:]))
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let result = try Captured.run(
      [MemtopBinary.path, "victims", "--format", "json"] + arguments,
      environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0))
    #expect(result.error.isEmpty)
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(parsed as? [String: Any])
  }

  /// Nobody names a scope inside a container: its own limit is what will be met.
  @Test func inAContainerItsOwnLimitIsTheScope() throws {
    let document = try json(["--root", Fixtures.path("container")])
    #expect(document["scope"] as? String == "cgroup")
    #expect(document["cgroup"] as? String == "/")
    // The kernel's total of a group: memory.max and what memory.swap.max leaves of the host's swap.
    #expect(document["totalPages"] as? Int == ((256 + 64) << 20) / 4096)
    let notes = try #require(document["notes"] as? [String])
    #expect(notes.first?.contains("memtop's own cgroup, / as this namespace names it") == true)
    let table = try memtop("--root", Fixtures.path("container"))
    #expect(!table.output.contains("pid 1 of the host"))
  }

  @Test func jsonHoldsTheOrderTheTermsAndTheScope() throws {
    let document = try json(["--root", Self.run, "--cgroup", "/t"])
    #expect(document["scope"] as? String == "cgroup")
    #expect(document["cgroup"] as? String == "/t")
    #expect(document["totalPages"] as? Int == 36864)
    let victims = try #require(document["victims"] as? [[String: Any]])
    #expect(victims.prefix(3).compactMap { $0["pid"] as? Int } == [167, 157, 156])
    #expect(victims.compactMap { $0["rank"] as? Int } == Array(1...victims.count))
    for victim in victims {
      let terms = try #require(victim["terms"] as? [String: Int])
      #expect(terms.values.reduce(0, +) == victim["badness"] as? Int)
      #expect(
        Set(terms.keys) == ["anon", "file", "shmem", "drift", "swap", "pageTables", "adj"])
    }
    #expect(victims[2]["tiedWith"] as? [Int] == [183, 220])
    #expect(victims[2]["uncertainty"] as? Int == 32)
    let never = try #require(document["never"] as? [[String: Any]])
    #expect(never.compactMap { $0["why"] as? String } == ["adj"])
  }

  @Test func aPendingChangeShowsTheOldRankBesideTheNew() throws {
    let document = try json([
      "--root", Self.run, "--cgroup", "/t", "--set", "167=-1000", "--set", "156=900",
      "--limit", "2",
    ])
    let victims = try #require(document["victims"] as? [[String: Any]])
    #expect(victims.compactMap { $0["pid"] as? Int } == [156, 157])
    #expect(victims.compactMap { $0["rankBefore"] as? Int } == [3, 2])
    let set = try #require(document["set"] as? [[String: Any]])
    #expect(set.compactMap { $0["oomScoreAdj"] as? Int } == [-1000, 900])
  }

  @Test func theTableSaysWhereTwoCannotBeToldApart() throws {
    let result = try memtop("--root", Self.run, "--cgroup", "/sys/fs/cgroup/t/", "--limit", "3")
    #expect(result.ending == .exit(0))
    #expect(result.output.contains("cgroup /t, 36864 pages"))
    let lines = result.output.split(separator: "\n")
    #expect(lines.last?.hasPrefix(" 3-5  156 ") == true)
    #expect(lines.last?.contains(" w0-pgtab") == true)
  }

  @Test func aGroupWithoutALimitNamesTheOneWhoseLimitTriggers() throws {
    let limit = "memory.max"
    let tree = TemporaryTree([
      "proc/meminfo": "MemTotal: 1048576 kB\nSwapTotal: 0 kB\n", "sysconf": "PAGE_SIZE 4096\n",
      "sys/fs/cgroup/t/\(limit)": "8192000\n", "sys/fs/cgroup/t/memory.current": "8000000\n",
      "sys/fs/cgroup/t/a/\(limit)": "max\n",
    ])
    let table = try memtop("--root", tree.path, "--cgroup", "/t/a")
    #expect(table.output.contains("scope     cgroup /t/a, without a limit"))
    #expect(table.output.contains("limits    /t 7.81M (188K of room)"))
    #expect(table.output.contains("the group has no limit: the choice is made in /t"))
    let document = try json(["--root", tree.path, "--cgroup", "/t/a"])
    let limits = try #require(document["limits"] as? [[String: Any]])
    #expect(limits.compactMap { $0["cgroup"] as? String } == ["/t/a", "/t"])
    #expect(limits.compactMap { $0["binds"] as? Bool } == [false, true])
    #expect(limits[1]["headroom"] as? Int == 192_000)
    #expect(try json(["--root", tree.path])["limits"] == nil)
  }

  @Test func aScoreThatDoesNotFollowIsShown() throws {
    let files = [
      "proc/7/stat": "7 (seven) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 4096 500 0\n",
      "proc/7/statm": "1 500 0 0 0 0 0\n", "proc/7/oom_score_adj": "0\n",
      "proc/7/status": "RssAnon:\t2000 kB\nRssFile:\t0 kB\nRssShmem:\t0 kB\nVmPTE:\t0 kB\n",
      "proc/meminfo": "MemTotal: 1048576 kB\nSwapTotal: 0 kB\n",
      "proc/sys/kernel/osrelease": "6.1.0\n",
    ]
    for (score, text) in [
      ("667", "check     oom_score follows from these numbers for 1 of 1 processes\n"),
      ("668", "for 0 of 1 processes; 7 has 668, not 667"), ("700", "7 has 700, not 667"),
    ] {
      let tree = TemporaryTree(files.merging(["proc/7/oom_score": score + "\n"]) { $1 })
      #expect(try memtop("--root", tree.path).output.contains(text))
    }
  }

  @Test func csvHasOneLineForEachVictim() throws {
    let result = try memtop("--root", Self.run, "--cgroup", "/t", "--format", "csv", "--limit", "4")
    let lines = result.output.components(separatedBy: "\r\n")
    #expect(lines[0].hasPrefix("rank,pid,comm,badness,anon,file,shmem,drift,swap,pageTables,adj,"))
    #expect(lines[1].hasPrefix("1,167,w11-threads,"))
    #expect(lines.count == 6 && lines[5].isEmpty)
  }

  /// The java in the series grows faster than what stands before it.
  @Test func growthThatWasWatchedTellsTheOrderAtTheEnd() throws {
    let series = Fixtures.path("shop-series")
    let document = try json(["--root", series])
    let told = try #require(document["whenItRunsOut"] as? [String: Any])
    let seconds = try #require(told["seconds"] as? Double)
    #expect((60..<86_400).contains(seconds))
    let then = try #require(told["victims"] as? [[String: Any]])
    #expect(then.compactMap { $0["rank"] as? Int } == Array(1...10))
    let victims = try #require(document["victims"] as? [[String: Any]])
    func ranks(_ pid: Int) -> [Int?] {
      let victim = victims.first { $0["pid"] as? Int == pid }
      return [victim?["rank"] as? Int, victim?["rankWhenItRunsOut"] as? Int]
    }
    #expect(ranks(10427) == [4, 5])
    #expect(ranks(9919) == [5, 4])
    #expect(then[3]["pid"] as? Int == 9919)
    let grown = try #require(then[3]["badness"] as? Int)
    #expect(grown > victims[4]["badness"] as? Int ?? .max)
    let table = try memtop("--root", series)
    #expect(table.output.contains("RANK  AT END"))
    #expect(table.output.contains("at the pace watched it runs out in"))
    let rows = try memtop("--root", series, "--format", "csv").output.split(separator: "\r\n")
    #expect(rows.first?.hasSuffix(",rankWhenItRunsOut") == true)
    #expect(rows[5].hasPrefix("5,9919,") && rows[5].hasSuffix(",4"))
  }

  /// One look tells no growth, and no column is there for it.
  @Test func withoutTwoLooksThereIsNoOrderAtTheEnd() throws {
    let tree = Fixtures.path("shop-series/0040")
    #expect(try json(["--root", tree])["whenItRunsOut"] is NSNull)
    #expect(try !memtop("--root", tree).output.contains("AT END"))
  }

  @Test func growthIsWatchedWhileSomebodyGrows() throws {
    let began = ContinuousClock.now
    let document = try json(["--for", "1s", "--limit", "1"])
    #expect(ContinuousClock.now - began >= .seconds(1))
    let notes = try #require(document["notes"] as? [String])
    #expect(
      document["whenItRunsOut"] is [String: Any]
        || notes.contains { $0.hasPrefix("nothing runs out within a day") })
  }

  @Test(arguments: [
    (["--for", "1s"], 64, "--for is for the running system"), (["--for", "1x"], 64, "60s"),
    (["--set", "167"], 64, "PID=ADJ"), (["--set", "167=1001"], 64, "PID=ADJ"),
    (["--set", "9999=1"], 66, "no process 9999"), (["--cgroup", "/nope"], 66, "/nope"),
    (["--cgroup", "/../proc"], 66, "there is no such cgroup"), (["--limit", "-1"], 64, "limit"),
    (["--nodes", "x"], 64, "0-1,3"), (["--nodes", "7"], 66, "zoneinfo"),
    (["--nodes", "0", "--cgroup", "/t"], 64, "two scopes"),
    (["--sort", "rss"], 64, "--sort is not for victims"),
    (["--vim"], 64, "--vim is not for victims"),
  ])
  func whatItRefuses(_ arguments: [String], _ code: Int32, _ reason: String) throws {
    let result = try Captured.run(
      [MemtopBinary.path, "victims", "--root", Self.run] + arguments,
      environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(code))
    #expect(result.error.contains(reason))
    #expect(result.error.split(separator: "\n").count == 1)
    #expect(result.output.isEmpty)
  }

  @Test(arguments: ["broken-hostile", "broken-truncated", "broken-old"])
  func brokenSystemsAreReadAsFarAsTheyGo(_ name: String) throws {
    let tree = Fixtures.path(name)
    for format in ["table", "csv", "json"] {
      let result = try memtop("--root", tree, "--format", format)
      #expect(result.ending == .exit(0))
      #expect(
        !(result.output + result.error).unicodeScalars.contains {
          $0.value < 0x20 && $0 != "\n" && $0 != "\r" || $0.properties.generalCategory == .format
        })
    }
  }

  @Test func theRunningKernelsScoresFollowFromItsNumbers() throws {
    let document = try json([])
    let check = try #require(document["oomScoreCheck"] as? [String: Any])
    #expect(try #require(check["compared"] as? Int) > 3)
    let differences = try #require(check["differences"] as? [[String: Int]])
    for difference in differences {
      #expect(abs((difference["kernel"] ?? 0) - (difference["derived"] ?? 9)) <= 1)
    }
  }

  @Test func childrenInOneMemoryDieTogether() throws {
    let child = try ChildProcess(.sharedMemory)
    defer { child.end() }
    let document = try json([])
    let victims = try #require(document["victims"] as? [[String: Any]])
    let pids = victims.map { [$0["pid"] as? Int ?? 0] + ($0["alsoKilled"] as? [Int] ?? []) }
    let set = try #require(pids.first { $0.contains(Int(child.pid)) })
    #expect(set.contains(Int(getpid())))
  }
}
