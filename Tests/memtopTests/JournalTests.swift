import Foundation
import Glibc
import TestSupport
import Testing

@testable import memtop

/// journalctl in the place of `/dev/kmsg`: a program that writes what the real one wrote.
@Suite struct JournalTests {
  private let tree = TemporaryTree()
  private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/journal/252-kills.json").path

  private func journal(_ script: String) throws -> Journal {
    let path = tree.path + "/journalctl"
    tree.write("journalctl", Array("#!/bin/sh\n\(script)\n".utf8))
    #expect(chmod(path, 0o755) == 0)
    return try #require(Journal(paths: ["/nonexistent", path]))
  }

  @Test func killsComeFromTheJournalWhereItHasTheKernelsEntries() throws {
    var scan = KillScan(LogSource.file("").clock, nil)
    var pids: [Int32] = []
    let log = LogSource.kernel(try journal("cat '\(Self.fixture)'"), since: nil)
    try scan.read(log) { pids.append($0.victim.pid) }
    #expect(pids == [131, 119, 120, 122, 7])
    #expect(scan.source == .journal)
  }

  @Test func itIsRunWithoutTheCallersEnvironmentAndSignals() throws {
    var mask = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, SIGTERM)
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &mask, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let script = """
      { printf '%s\\n' "$@"; env; grep SigBlk /proc/self/status; ls /proc/self/fd; } > '\(tree.path)/seen'
      """
    let since = SinceTime(seconds: 1_763_700_000)
    #expect(try journal(script).read(since: since) { _ in } == 0)
    let seen = try String(contentsOfFile: tree.path + "/seen", encoding: .utf8)
    let lines = seen.split(separator: "\n").map(String.init)
    #expect(
      Array(lines.prefix(Journal.arguments(since: since).count)) == Journal.arguments(since: since))
    #expect(lines.contains("--since=@1763700000"))
    #expect(lines.contains("LC_ALL=C"))
    #expect(!lines.contains { $0.hasPrefix("HOME=") })
    #expect(lines.contains { $0.hasPrefix("SigBlk:") && $0.hasSuffix("0000000000000000") })
    #expect(Journal.arguments(since: nil).contains("--boot"))
  }

  @Test(arguments: ["exit 1", "echo '{}'", "echo broken", "kill -9 $$", "true"])
  func withoutEntriesOfTheKernelItIsNotTheSource(script: String) throws {
    #expect(try journal(script).read(since: nil) { _ in } == 0)
  }

  @Test func whatTheReaderThrowsEndsIt() throws {
    struct Enough: Error {}
    let journal = try journal("while :; do cat '\(Self.fixture)'; done")
    #expect(throws: Enough.self) {
      _ = try journal.read(since: nil) { _ in throw Enough() }
    }
  }

  @Test func thereMayBeNone() {
    let journal = Journal(paths: ["/nonexistent/journalctl"])
    #expect(journal == nil)
  }
}
