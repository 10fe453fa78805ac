import Foundation
import TestSupport
import Testing

/// `memtop kernel` as a program.
@Suite struct KernelCommandTests {
  private static let series = Fixtures.path("kernel-memory/6.1")

  private func memtop(_ arguments: [String]) throws -> Captured {
    try Captured.run(
      [MemtopBinary.path, "kernel"] + arguments, environment: Environment.list(changing: [:]))
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let result = try memtop(["--format", "json"] + arguments)
    #expect(result.ending == .exit(0) && result.error.isEmpty)
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(parsed as? [String: Any])
  }

  private static let keys: Set<String> = [
    "commit", "kernel", "writeback", "ksm", "zswap", "arc", "reclaim", "zones", "orders",
    "hugePages", "zram", "nodes", "slab", "unknown", "watched",
  ]

  @Test func jsonHasAKeyForEveryTable() throws {
    let document = try json(["--root", Self.series])
    #expect(Set(document.keys) == Self.keys)
    #expect(document["zram"] is NSNull && document["nodes"] is NSNull)
    let unknown = try #require(document["unknown"] as? [[String: String]])
    #expect(unknown.contains { $0["what"] == "/sys/block/zram*" && $0["why"]?.isEmpty == false })
    #expect(document["watched"] as? Double == 10)
    let zones = try #require(document["zones"] as? [[String: Any]])
    #expect(zones.map { $0["zone"] as? String } == ["DMA", "DMA32"])
  }

  @Test func cachesAreSortedByAnyColumnAndCut() throws {
    for column in ["size", "active", "objectSize", "growth"] {
      let document = try json(["--root", Self.series, "--slab-sort", column, "--limit", "5"])
      let slab = try #require(document["slab"] as? [[String: Any]])
      let values = slab.compactMap { ($0[column] as? NSNumber)?.doubleValue }
      #expect(values.count == 5 && values == values.sorted(by: >))
    }
  }

  @Test func textLeavesOutWhatIsNotTold() throws {
    let text = try memtop(["--root", Self.series]).output
    #expect(text.contains("\nZones\n") && text.contains("\nSlab caches\n"))
    #expect(!text.contains("\nzram\n") && !text.contains("ZFS ARC"))
    #expect(text.split(separator: "\n").last?.hasPrefix("Not told") == true)
  }

  @Test func theRunningSystemIsReadTwice() throws {
    let document = try json(["--limit", "3"])
    #expect(try #require(document["watched"] as? Double) >= 0.9)
    let reclaim = try #require(document["reclaim"] as? [String: Any])
    #expect(reclaim["swapIn"] is NSNumber)
    #expect((document["zones"] as? [Any])?.isEmpty == false)
  }

  @Test(arguments: [
    (["--slab-sort", "rss"], "objectSize"), (["--limit", "-1"], "limit"),
    (["--format", "csv"], "json"),
    (["--source", "proc"], "--source"), (["--root", "/nonexistent"], "/nonexistent"),
  ])
  func whatItRefuses(arguments: [String], word: String) throws {
    let result = try memtop(arguments)
    #expect(result.ending != .exit(0))
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("memtop: ") && result.error.contains(word))
  }
}
