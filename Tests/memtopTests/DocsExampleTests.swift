import Foundation
import TestSupport
import Testing

/// The worked examples of the documents are what memtop writes.
@Suite struct DocsExampleTests {
  @Test(arguments: [
    ("victims.md", ["victims", "--root", "newest", "--format", "csv", "--limit", "1"]),
    (
      "sources.md",
      [
        "snapshot", "--root", "newest", "--filter", "pid=10257", "--fields", "pid,comm,rss",
        "--format", "csv",
      ]
    ),
    ("events.md", ["events", "--explain", "1", "--file", "kernel-logs/7.2-oom-group.log"]),
  ])
  func theLinesOfAnExampleAreMemtopsOwn(_ page: String, _ arguments: [String]) throws {
    let paths = Set(["newest", "kernel-logs/7.2-oom-group.log"])
    let result = try Captured.run(
      [MemtopBinary.path] + arguments.map { paths.contains($0) ? Fixtures.path($0) : $0 },
      environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0))
    let document = try String(
      contentsOfFile: Fixtures.path("../../docs/" + page), encoding: .utf8)
    let section = try #require(document.components(separatedBy: "## A worked example\n").last)
    let lines = section.prefix(upTo: section.range(of: "\n## ")?.lowerBound ?? section.endIndex)
      .split(separator: "\n").filter { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
    #expect(!lines.isEmpty)
    let written = Set(result.output.split { $0 == "\n" || $0 == "\r\n" })
    for line in lines { #expect(written.contains(line), "\(page): \(line)") }
  }
}
