import Foundation
import Testing

@testable import MemtopExport

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

  /// Fails with what differed in every one of ten tries: on a busy host a size may rise and fall again
  /// between two readings, though not each time the same one.
  private func agrees(_ differences: (Sandwich) throws -> [String: String]) throws {
    var standing: [String: String]?
    for _ in 0..<10 {
      let now = try differences(Sandwich())
      standing = standing.map { earlier in now.filter { earlier[$0.key] != nil } } ?? now
      if standing?.isEmpty == true { return }
    }
    Issue.record("\((standing ?? [:]).map { "\($0.key): \($0.value)" }.joined(separator: "\n"))")
  }

  private func lies(_ value: UInt64, _ a: UInt64, _ b: UInt64, slack: UInt64) -> Bool {
    value + slack >= min(a, b) && value <= max(a, b) + slack
  }

  private func number(_ value: Any?) -> UInt64? { (value as? NSNumber)?.uint64Value }

  /// The program's own memory is among what it reads, its file's pages in Mapped; one with all that a
  /// debugger wants has ten megabytes of them. Unit: bytes.
  private let slack: UInt64 = 24 << 20

  @Test func everyKeyOfMemInfo() throws {
    try agrees { host in
      let memory = try host.section("memory")
      #expect(memory.count == host.before.memInfo.count)
      var differences: [String: String] = [:]
      for (name, before) in host.before.memInfo {
        let after = try #require(host.after.memInfo[name])
        let value = try #require(number(memory[MemInfoKey.lowerCamelCase(name)]), "\(name)")
        if !lies(value, before, after, slack: slack) {
          differences[name] = "\(before) \(value) \(after)"
        }
      }
      return differences
    }
  }

  @Test func whatFreeSays() throws {
    try agrees { host in
      let memory = try host.section("memory")
      let swap = try host.section("swap")
      func key(_ name: String) throws -> UInt64 { try #require(number(memory[name]), "\(name)") }
      let (before, after) = (host.before, host.after)
      let rows = [
        ("total", try key("memTotal"), before.memory[0], after.memory[0]),
        ("free", try key("memFree"), before.memory[2], after.memory[2]),
        ("shared", try key("shmem"), before.memory[3], after.memory[3]),
        (
          "buff/cache", try key("buffers") + key("cached") + key("sReclaimable"),
          before.memory[4], after.memory[4]
        ),
        ("available", try key("memAvailable"), before.memory[5], after.memory[5]),
        ("swap", try #require(number(swap["total"])), before.swap[0], after.swap[0]),
        ("swap free", try #require(number(swap["free"])), before.swap[2], after.swap[2]),
      ]
      var differences: [String: String] = [:]
      for (name, value, before, after) in rows where !lies(value, before, after, slack: slack) {
        differences[name] = "\(before) \(value) \(after)"
      }
      return differences
    }
  }

  @Test func everyProcessOfPs() throws {
    try agrees { host in
      let rows = try #require(host.document["processes"] as? [[String: Any]])
      var byPID: [Int: [String: Any]] = [:]
      for row in rows { byPID[try #require(row["pid"] as? Int)] = row }
      #expect(byPID.count == rows.count)
      // Who starts or ends meanwhile is missing at one of the three moments.
      let stayed = host.before.processes.filter { host.after.processes[$0.key] != nil }
      #expect(stayed.count >= 3)
      var differences: [String: String] = [:]
      for (pid, before) in stayed {
        let after = try #require(host.after.processes[pid])
        if let row = byPID[pid], isNear(row, before, after) { continue }
        differences["\(pid)"] = "\(before) \(byPID[pid] ?? [:]) \(after)"
      }
      return differences
    }
  }

  private func isNear(
    _ row: [String: Any], _ before: OtherReaders.Process, _ after: OtherReaders.Process
  ) -> Bool {
    if before.adj == after.adj, row["oomScoreAdj"] as? Int != before.adj { return false }
    if let a = before.score, let b = after.score {
      guard let score = row["oomScore"] as? Int, (min(a, b) - 2...max(a, b) + 2).contains(score)
      else { return false }
    }
    // A kernel thread, or a process that has ended and was not taken note of.
    if before.virt == 0 || after.virt == 0 {
      return before != after || row["rss"] is NSNull && row["virt"] is NSNull
    }
    guard let rss = number(row["rss"]), let virt = number(row["virt"]) else { return false }
    return lies(rss, before.rss, after.rss, slack: max(1 << 20, max(before.rss, after.rss) / 20))
      && lies(
        virt, before.virt, after.virt, slack: max(1 << 20, max(before.virt, after.virt) / 20))
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
