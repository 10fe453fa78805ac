import Foundation
import TestSupport
import Testing

/// `memtop explain` as a program: its outputs and what it refuses.
@Suite struct CommandLineExplainTests {
  private static let tree = Fixtures.path("mappings/6.12")

  private func memtop(_ arguments: [String]) throws -> Captured {
    try Captured.run(
      [MemtopBinary.path, "explain"] + arguments,
      environment: Environment.list(changing: ["LC_ALL": "C.UTF-8"]))
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let result = try memtop(arguments + ["--format", "json"])
    #expect(result.ending == .exit(0))
    #expect(result.error.isEmpty)
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(parsed as? [String: Any])
  }

  private static func parts(_ document: [String: Any], _ section: String) -> [[String: Any]] {
    let sections = document["sections"] as? [[String: Any]] ?? []
    return sections.first { $0["id"] as? String == section }?["parts"] as? [[String: Any]] ?? []
  }

  private static func facts(_ document: [String: Any], _ section: String) -> [String: [String: Any]]
  {
    let facts = parts(document, section).flatMap { $0["facts"] as? [[String: Any]] ?? [] }
    return Dictionary(facts.map { ($0["name"] as? String ?? "", $0) }) { $1 }
  }

  @Test func textSaysWhatTheDashboardSays() throws {
    let result = try memtop(["170", "--root", Self.tree])
    #expect(result.ending == .exit(0))
    for title in [
      "Why this score", "Limits on its path", "Its memory", "What it maps", "Where it runs",
    ] {
      #expect(result.output.split(separator: "\n").contains { $0 == title })
    }
    #expect(result.output.contains("on the host"))
    #expect(result.output.contains("The kernel's oom_score is"))
    #expect(result.output.contains("/dev/shm/buffers.7781"))
    #expect(result.output.contains("binds"))
  }

  @Test func asciiIsEnough() throws {
    let result = try Captured.run(
      [MemtopBinary.path, "explain", "170", "--root", Self.tree],
      environment: Environment.list(changing: ["LC_ALL": "C"]))
    #expect(result.output.utf8.allSatisfy { $0 < 0x80 })
    #expect(result.output.contains("adj x (total / 1000)"))
  }

  /// Sizes are bytes, those of the kernel's files.
  @Test func jsonHoldsNumbers() throws {
    let document = try json(["170", "--root", Self.tree])
    #expect(document["kind"] as? String == "process")
    #expect(document["pid"] as? Int == 170)
    #expect(document["comm"] as? String == "store")
    let memory = Self.facts(document, "memory")
    let statm = try String(contentsOfFile: Self.tree + "/proc/170/statm", encoding: .utf8)
    let pages = statm.split(separator: " ").compactMap { Int($0) }
    #expect(memory["VIRT"]?["value"] as? Int == pages[0] * 4096)
    let rollup = try String(contentsOfFile: Self.tree + "/proc/170/smaps_rollup", encoding: .utf8)
    let line = try #require(rollup.split(separator: "\n").first { $0.hasPrefix("Pss:") })
    let pss = try #require(line.split(separator: " ").compactMap { Int($0) }.first)
    #expect(memory["PSS"]?["value"] as? Int == pss * 1024)
    #expect(memory["growth"]?["value"] is NSNull)
    #expect(memory["growth"]?["state"] as? String == "absent")
    let terms = try #require(Self.parts(document, "score").first { $0["columns"] != nil })
    #expect((terms["columns"] as? [String])?.prefix(3) == ["term", "host", "pages"])
    let rows = try #require(terms["rows"] as? [[Any]])
    let badness = try #require(rows.first { $0[0] as? String == "badness" })
    let (bytes, inPages) = try #require(
      (badness[1] as? Int).flatMap { bytes in (badness[2] as? Int).map { (bytes, $0) } })
    #expect(bytes == inPages * 4096)
  }

  @Test func markdownHasHeadingsAndTables() throws {
    let result = try memtop(["170", "--root", Self.tree, "--format", "markdown"])
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "# Explain 170 store")
    #expect(lines.contains("## Its memory"))
    #expect(lines.contains { $0.hasPrefix("| RSS | ") })
    // Every row of a table has as many cells as the rule below its head.
    for (number, line) in lines.enumerated() where line.hasPrefix("| ---") {
      let cells = line.count { $0 == "|" }
      for row in lines[(number - 1)...].prefix(while: { $0.hasPrefix("|") }) {
        #expect(row.replacing("\\|", with: "").count { $0 == "|" } == cells)
      }
    }
  }

  /// A living process, whoever the caller is: its group, its limits and its mappings are read.
  @Test func aLivingProcessIsExplained() throws {
    let target = try Spawned(["sleep", "600"], environment: Environment.list(changing: [:]))
    let document = try json([String(target.pid)])
    #expect(document["pid"] as? Int == Int(target.pid))
    #expect(Self.facts(document, "memory")["USS"]?["value"] is Int)
    #expect(Self.facts(document, "place")["command"]?["meaning"] as? String == "sleep 600")
    #expect(!Self.parts(document, "score").isEmpty)
    #expect(!Self.parts(document, "mappings").isEmpty)
  }

  @Test func aThreadIsNoProcess() throws {
    let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
    let own = ProcessInfo.processInfo.processIdentifier
    let thread = try #require(threads.compactMap { Int32($0) }.first { $0 != own })
    let result = try memtop([String(thread)])
    #expect(result.ending == .exit(66))
    #expect(result.error == "memtop: explain: \(thread): it is a thread of process \(own)\n")
  }

  @Test(
    arguments: [
      (["4194305"], 66, "memtop: explain: 4194305: there is no such process"),
      (["0"], 64, "a whole number above 0"), (["store"], 64, "a whole number above 0"),
      (["99999999999"], 64, "a whole number above 0"), ([], 64, "<pid>"),
      (["170", "185"], 64, "185"), (["170", "--format", "csv"], 64, "csv"),
      (["170", "--root", "/nonexistent"], 66, "/nonexistent"),
    ] as [([String], Int32, String)])
  func whatItRefuses(_ arguments: [String], _ code: Int32, _ reason: String) throws {
    let result = try memtop(arguments)
    #expect(result.ending == .exit(code))
    #expect(result.error.contains(reason))
    #expect(result.error.split(separator: "\n").count == 1)
    #expect(result.output.isEmpty)
  }

  @Test func optionsOfTheDashboardAreRefused() throws {
    let result = try Captured.run(
      [MemtopBinary.path, "--tree", "explain", "1"],
      environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(64))
    #expect(result.error == "memtop: --tree is not for explain\n")
  }

  @Test(arguments: ["broken-hostile", "broken-truncated", "broken-old", "container", "hidepid2"])
  func everyProcessOfABrokenSystemIsExplained(_ name: String) throws {
    let tree = Fixtures.path(name)
    let pids = try FileManager.default.contentsOfDirectory(atPath: tree + "/proc")
      .compactMap { Int32($0) }.filter { $0 > 0 }.sorted().prefix(12)
    for pid in pids {
      for format in ["text", "json", "markdown"] {
        let result = try memtop([String(pid), "--root", tree, "--format", format])
        if result.ending == .exit(66) { continue }
        #expect(result.ending == .exit(0))
        #expect(
          !result.output.unicodeScalars.contains {
            $0.value < 0x20 && $0 != "\n" || $0.properties.generalCategory == .format
          })
        if format == "json" {
          #expect(throws: Never.self) {
            try JSONSerialization.jsonObject(with: Data(result.output.utf8))
          }
        }
      }
    }
  }
}
