import Foundation
import MemtopExport
import Testing

/// This host as `memtop snapshot` has it, between what `free`, `ps` and `/proc` say before and after.
@Suite(.serialized) struct AgreementTests {
  private struct Sandwich {
    let before: OtherReaders
    let after: OtherReaders
    let document: [String: Any]

    init() throws {
      before = try OtherReaders()
      let result = try Captured.run(
        [MemtopBinary.path, "snapshot", "--format", "json"],
        environment: Environment.list(changing: [:]))
      after = try OtherReaders()
      #expect(result.ending == .exit(0) && result.error.isEmpty)
      let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      document = try #require(json as? [String: Any])
    }

    func section(_ name: String) throws -> [String: Any] {
      try #require(document[name] as? [String: Any])
    }
  }

  private func lies(_ value: UInt64, _ a: UInt64, _ b: UInt64, slack: UInt64) -> Bool {
    value + slack >= min(a, b) && value <= max(a, b) + slack
  }

  private func number(_ value: Any?) -> UInt64? { (value as? NSNumber)?.uint64Value }

  /// Unit: bytes.
  private let slack: UInt64 = 8 << 20

  @Test func everyKeyOfMemInfo() throws {
    let host = try Sandwich()
    let memory = try host.section("memory")
    #expect(memory.count == host.before.memInfo.count)
    for (name, before) in host.before.memInfo {
      let after = try #require(host.after.memInfo[name])
      let value = try #require(number(memory[MemInfoKey.lowerCamelCase(name)]), "\(name)")
      #expect(lies(value, before, after, slack: slack), "\(name): \(before) \(value) \(after)")
    }
  }

  @Test func whatFreeSays() throws {
    let host = try Sandwich()
    let memory = try host.section("memory")
    func key(_ name: String) throws -> UInt64 { try #require(number(memory[name]), "\(name)") }
    let buffCache = try key("buffers") + key("cached") + key("sReclaimable")
    let values = [
      (0, try key("memTotal")), (2, try key("memFree")), (3, try key("shmem")), (4, buffCache),
      (5, try key("memAvailable")),
    ]
    for (column, value) in values {
      let (a, b) = (host.before.memory[column], host.after.memory[column])
      #expect(lies(value, a, b, slack: slack), "column \(column) of free: \(a) \(value) \(b)")
    }
    let swap = try host.section("swap")
    let total = try #require(number(swap["total"]))
    let free = try #require(number(swap["free"]))
    #expect(lies(total, host.before.swap[0], host.after.swap[0], slack: slack))
    #expect(lies(free, host.before.swap[2], host.after.swap[2], slack: slack))
  }

  @Test func everyProcessOfPs() throws {
    let host = try Sandwich()
    let rows = try #require(host.document["processes"] as? [[String: Any]])
    var byPID: [Int: [String: Any]] = [:]
    for row in rows { byPID[try #require(row["pid"] as? Int)] = row }
    #expect(byPID.count == rows.count)
    var compared = 0
    // A program that starts or ends meanwhile is another one, or none, at one of the three moments.
    for (pid, before) in host.before.processes {
      guard let after = host.after.processes[pid] else { continue }
      let row = try #require(byPID[pid], "\(pid)")
      if before.virt == 0 || after.virt == 0 {
        if before == after { #expect(row["rss"] is NSNull && row["virt"] is NSNull, "\(pid)") }
        continue
      }
      let rss = try #require(number(row["rss"]), "\(pid)")
      let virt = try #require(number(row["virt"]), "\(pid)")
      let room = max(1 << 20, max(before.rss, after.rss) / 20)
      #expect(lies(rss, before.rss, after.rss, slack: room), "\(pid) \(row)")
      let wide = max(1 << 20, max(before.virt, after.virt) / 20)
      #expect(lies(virt, before.virt, after.virt, slack: wide), "\(pid) \(row)")
      if before.adj == after.adj { #expect(row["oomScoreAdj"] as? Int == before.adj, "\(pid)") }
      if let a = before.score, let b = after.score {
        let score = try #require(row["oomScore"] as? Int, "\(pid)")
        #expect((min(a, b) - 2...max(a, b) + 2).contains(score), "\(pid) \(row)")
      }
      compared += 1
    }
    #expect(compared >= 3)
  }

  /// Every other field of a process of our own, from its files at rest.
  @Test func everyFieldOfAnIdleProcess() throws {
    let sleeper = try Spawned(["sleep", "1000"], environment: Environment.list(changing: [:]))
    let folder = "/proc/\(sleeper.pid)"
    while OtherReaders.text(folder + "/comm") != "sleep\n" { usleep(2000) }
    usleep(100_000)
    let rows = try #require(try Sandwich().document["processes"] as? [[String: Any]])
    let row = try #require(rows.first { $0["pid"] as? Int == Int(sleeper.pid) })
    let status = try #require(OtherReaders.text(folder + "/status"))
    func size(_ key: String) -> UInt64? {
      status.split(separator: "\n").first { $0.hasPrefix(key + ":") }
        .flatMap { $0.split { " \t".contains($0) }.dropFirst().first }.flatMap { UInt64($0) }
        .map { $0 * 1024 }
    }
    for (field, key) in [
      ("rss", "VmRSS"), ("virt", "VmSize"), ("swap", "VmSwap"), ("pageTables", "VmPTE"),
      ("anon", "RssAnon"), ("file", "RssFile"), ("shmem", "RssShmem"),
    ] {
      #expect(number(row[field]) == size(key), "\(field)")
    }
    #expect(row["ppid"] as? Int == Int(getpid()))
    #expect(row["threads"] as? Int == 1)
    #expect(row["state"] as? String == "S")
    let lines = try #require(OtherReaders.text(folder + "/cgroup")).split(separator: "\n").map {
      $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    }
    let group =
      lines.first { $0[1].split(separator: ",").contains("memory") } ?? lines.first { $0[0] == "0" }
    #expect(row["cgroup"] as? String == group.map { String($0[2]) })
    let stat = try #require(OtherReaders.text(folder + "/stat")).split(separator: " ")
    let boot = try #require(
      OtherReaders.text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") })
    let seconds =
      Double(boot.dropFirst(6))! + Double(stat[21])! / Double(sysconf(Int32(_SC_CLK_TCK)))
    let written = try #require(row["startTime"] as? String)
    let start = try Date(written, strategy: .iso8601)
    #expect(abs(start.timeIntervalSince1970 - seconds) <= 1)
  }
}
