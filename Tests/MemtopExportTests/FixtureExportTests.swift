import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopExport

/// Every captured host, written as JSON, says what its files say.
@Suite struct FixtureExportTests {
  static let trees: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: Fixtures.folder)) ?? []
    return names.sorted().flatMap { CapturedSeries.trees(in: Fixtures.path($0)).suffix(1) }
      .filter { FileManager.default.fileExists(atPath: $0 + "/proc/meminfo") }
  }()

  @Test func thereAreTrees() { #expect(Self.trees.count >= 3) }

  @Test(arguments: trees)
  func everyTreeIsWrittenAsItsFilesSay(tree: String) throws {
    let (model, rows) = try model(of: tree)
    let collected = Collected()
    try SnapshotJSON.write(model, rows: rows, fields: cheapFields, to: collected.output)
    let parsed = try JSONSerialization.jsonObject(with: Data(collected.text.utf8))
    let json = try #require(parsed as? [String: Any])
    if let memory = json["memory"] as? [String: Any] { try compare(memory, tree) }
    for process in try #require(json["processes"] as? [[String: Any]]) {
      try compare(process: process, tree)
    }
  }

  /// Against lines that are whole: `Name: 123 kB`.
  private func compare(_ memory: [String: Any], _ tree: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: tree + "/proc/meminfo"))
    var seen: Set<String> = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == ":" }
      guard words.count == 3, words[2] == "kB", let size = UInt64(words[1]),
        !size.multipliedReportingOverflow(by: 1024).overflow
      else { continue }
      let key = MemInfoKey.lowerCamelCase(VisibleText.make(String(words[0])))
      guard seen.insert(key).inserted else { continue }
      #expect((memory[key] as? NSNumber)?.uint64Value == size * 1024, "\(tree) \(key)")
    }
  }

  private func compare(process: [String: Any], _ tree: String) throws {
    let pid = try #require(process["pid"] as? Int)
    func file(_ name: String) -> String? {
      (try? Data(contentsOf: URL(fileURLWithPath: "\(tree)/proc/\(pid)/\(name)")))
        .map { String(decoding: $0, as: UTF8.self) }
    }
    if let text = file("oom_score"), text.last == "\n", let score = Int32(text.dropLast()),
      let written = process["oomScore"] as? Int
    {
      #expect(written == Int(score))
    }
    if let text = file("statm"), text.last == "\n", let rss = process["rss"] as? NSNumber {
      let pages = text.dropLast().split(separator: " ").compactMap { UInt64($0) }
      #expect(pages.count == 7 && pages[1] &* model4K == rss.uint64Value)
    }
  }

  /// The page size of every fixture.
  private let model4K: UInt64 = 4096
}
