import Foundation
import TestSupport
import Testing

/// `memtop diagnose` as a program: its forms, its exit codes and what it refuses.
@Suite struct DiagnoseCommandTests {
  private func memtop(_ arguments: [String]) throws -> Captured {
    try Captured.run(
      [MemtopBinary.path, "diagnose"] + arguments,
      environment: Environment.list(changing: ["XDG_CONFIG_HOME": "/nonexistent", "HOME": nil]))
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let result = try memtop(["--format", "json"] + arguments)
    #expect(result.ending == .exit(0))
    #expect(result.error.isEmpty)
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(parsed as? [String: Any])
  }

  @Test func jsonHasTheShapeThatIsPromised() throws {
    let document = try json(["--root", Fixtures.path("shop-series")])
    #expect(Set(document.keys) == ["verdict", "forecast", "needs", "unknown", "watched"])
    let verdict = try #require(document["verdict"] as? [String: Any])
    #expect(
      Set(verdict.keys) == ["level", "kind", "short", "sentence", "since", "findings"])
    let findings = try #require(verdict["findings"] as? [[String: Any]])
    for finding in findings {
      #expect(
        Set(finding.keys)
          == ["kind", "level", "sentence", "since", "evidence", "who", "ending", "advice"])
      for evidence in try #require(finding["evidence"] as? [[String: Any]]) {
        #expect(Set(evidence.keys) == ["name", "value", "unit", "source"])
      }
    }
  }

  /// The series holds a service that grows from its first sample to its last.
  @Test func aSeriesIsReadAsTime() throws {
    let verdict = try #require(
      try json(["--root", Fixtures.path("shop-series")])["verdict"] as? [String: Any])
    #expect(verdict["kind"] as? String == "process-leak")
    #expect((verdict["sentence"] as? String)?.contains("node") == true)
  }

  @Test(arguments: [
    "container", "deb12-noswap-nopsi", "deb12-v1", "hidepid1", "hidepid2", "host-v1", "broken-old",
    "broken-hostile", "broken-truncated",
  ])
  func hostsThatAreWellAreSaidToBe(name: String) throws {
    let verdict = try #require(
      try json(["--root", Fixtures.path(name)])["verdict"] as? [String: Any])
    #expect(verdict["level"] as? String == "healthy")
    #expect(verdict["short"] as? String == "no")
  }

  @Test func numbersThatNoKernelHasAreNoTrouble() throws {
    let verdict = try #require(
      try json(["--root", Fixtures.path("broken-numbers")])["verdict"] as? [String: Any])
    #expect(["healthy", "unknown"].contains(verdict["level"] as? String))
  }

  @Test func theExitCodeTellsTheLevelOnlyWhereItIsAskedFor() throws {
    let short = ["--root", Fixtures.path("deb11-v2")]
    let well = ["--root", Fixtures.path("host-v1")]
    #expect(try memtop(short).ending == .exit(0))
    #expect(try memtop(short + ["--fail-on", "strained"]).ending == .exit(2))
    #expect(try memtop(short + ["--fail-on", "critical"]).ending == .exit(2))
    #expect(try memtop(well + ["--fail-on", "strained"]).ending == .exit(0))
    let leak = ["--root", Fixtures.path("shop-series")]
    #expect(try memtop(leak + ["--fail-on", "strained"]).ending == .exit(1))
    #expect(try memtop(leak + ["--fail-on", "critical"]).ending == .exit(0))
  }

  @Test func theRunningSystemIsWatched() throws {
    let document = try json(["--for", "2s"])
    #expect(try #require(document["watched"] as? Double) >= 1.9)
    let needs = try #require(document["needs"] as? [String: Any])
    #expect((needs["total"] as? Int ?? 0) > 0)
  }

  @Test func textAndMarkdownSayTheSentence() throws {
    let text = try memtop(["--root", Fixtures.path("host-v1")])
    #expect(text.output.hasPrefix("HEALTHY (healthy"))
    let page = try memtop(["--root", Fixtures.path("host-v1"), "--format", "markdown"])
    #expect(page.output.hasPrefix("# Does this host need more memory?\n"))
    #expect(page.output.contains("\n**HEALTHY (healthy):** "))
    #expect(page.output.contains("## What this host needs"))
  }

  @Test(arguments: [
    (["--for", "0"], "one second to a day"), (["--for", "2d"], "one second to a day"),
    (["--for", "5s", "--root", "/tmp"], "--root"), (["--fail-on", "healthy"], "critical"),
    (["--format", "csv"], "markdown"),
  ])
  func whatItRefuses(arguments: [String], word: String) throws {
    let result = try memtop(arguments)
    #expect(result.ending != .exit(0))
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("memtop: ") && result.error.contains(word))
  }

  @Test func aSnapshotCarriesTheSameVerdict() throws {
    let root = Fixtures.path("deb11-v2")
    let result = try Captured.run(
      [MemtopBinary.path, "snapshot", "--format", "json", "--root", root],
      environment: Environment.list(changing: [:]))
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let verdict = try #require((parsed as? [String: Any])?["verdict"] as? [String: Any])
    let own = try #require(try json(["--root", root])["verdict"] as? [String: Any])
    #expect(verdict["level"] as? String == own["level"] as? String)
    #expect(verdict["kind"] as? String == own["kind"] as? String)
  }
}
