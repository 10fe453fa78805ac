import CLinux
import Foundation
import Glibc
import MemtopCore
import TestSupport
import Testing

@testable import memtop

/// journalctl in the place of `/dev/kmsg`: a program that writes what the real one wrote.
@Suite struct JournalTests {
  private let tree = TemporaryTree()
  private static let fixture = Fixtures.path("journal/252-kills.json")

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
    #expect(try journal(script).read(since: since) { _ in }.kernelEntries == 0)
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
    #expect(try journal(script).read(since: nil) { _ in }.kernelEntries == 0)
  }

  @Test func whatTheReaderThrowsEndsIt() throws {
    struct Enough: Error {}
    let journal = try journal("while :; do cat '\(Self.fixture)'; done")
    #expect(throws: Enough.self) {
      _ = try journal.read(since: nil) { _ in throw Enough() }
    }
  }

  /// A child that was stopped hears no milder signal.
  @Test func whatTheReaderThrowsEndsAStoppedOne() throws {
    struct Enough: Error {}
    let journal = try journal("echo $$ > '\(tree.path)/pid'; echo '{}'; kill -STOP $$; sleep 600")
    #expect(throws: Enough.self) {
      _ = try journal.read(since: nil) { _ in
        usleep(50_000)
        throw Enough()
      }
    }
    let pid = try String(contentsOfFile: tree.path + "/pid", encoding: .utf8).dropLast()
    #expect(!FileManager.default.fileExists(atPath: "/proc/" + pid))
  }

  /// The thread that started it is gone, as all are when memtop ends in whatever way.
  @Test func aStoppedOneEndsWithItsReader() throws {
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { _ in
        let words = ["sh", "-c", "kill -STOP $$; sleep 600"]
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = [nil]
        var output: Int32 = -1
        let pid = clinux_child_start("/bin/sh", &argv, &envp, 0, &output)
        for text in argv { free(text) }
        close(output)
        var status: Int32 = 0
        waitpid(pid, &status, WUNTRACED)
        return UnsafeMutableRawPointer(bitPattern: Int(pid))
      }, nil)
    #expect(failure == 0)
    var result: UnsafeMutableRawPointer?
    pthread_join(thread, &result)
    let pid = pid_t(Int(bitPattern: result))
    try #require(pid > 0)
    var status: Int32 = 0
    #expect(waitpid(pid, &status, 0) == pid)
    #expect(Ending(status: status) == .signal(SIGKILL))
  }

  private func news(_ journal: Journal?, since: Int64?) throws -> JournalNews {
    let feed = try JournalFeed(journal)
    #expect(feed.begin(since: since))
    var wait = pollfd(fd: feed.descriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&wait, 1, 60_000) == 1)
    return try #require(feed.take())
  }

  @Test func killsByProgramsAreReadBesideTheLoop() throws {
    let news = try news(try journal("cat '\(Self.fixture)'"), since: nil)
    #expect(news.kills.map(\.killer) == [.earlyoom, .systemdOOMD, nil])
    guard case .read(let at) = news.reading else {
      Issue.record("it was not read")
      return
    }
    #expect(at > 0)
  }

  @Test(arguments: ["exit 1", "true", "echo broken"])
  func aJournalWithoutEntriesIsSaid(script: String) throws {
    #expect(try news(try journal(script), since: nil) == JournalNews(reading: .empty))
  }

  /// What it told until then counts; the next reading begins where this one did.
  @Test func aJournalctlThatIsKilledIsSaid() throws {
    let news = try news(try journal("cat '\(Self.fixture)'; kill -9 $$"), since: nil)
    #expect(news.kills.count == 3)
    #expect(news.reading == .refused("journalctl was killed"))
    var history = KillHistory()
    history.take(news)
    #expect(history.fromJournal.count == 3 && history.journalSince == nil)
  }

  @Test func withoutJournalctlThatIsSaid() throws {
    #expect(try news(nil, since: nil) == JournalNews(reading: .missing))
  }

  /// A quiet minute has no entry; the journal was readable before.
  @Test func nothingSinceTheLastReadingIsNoRefusal() throws {
    guard case .read = try news(try journal("true"), since: 5).reading else {
      Issue.record("it counts as not read")
      return
    }
  }

  @Test func theChildIsTheFirstToGo() throws {
    // The write comes from outside, so the child waits for it.
    let script = """
      i=0; while [ "$(cat /proc/self/oom_score_adj)" != 1000 ] && [ $i -lt 1000 ]; do
      i=$((i + 1)); sleep 0.01; done; cat /proc/self/oom_score_adj > '\(tree.path)/adj'
      """
    _ = try journal(script).read(since: nil) { _ in }
    #expect(try String(contentsOfFile: tree.path + "/adj", encoding: .utf8) == "1000\n")
  }

  @Test func everyProgramThatIsReadIsAskedFor() {
    let arguments = Journal.arguments(since: nil)
    for name in ["systemd-oomd", "earlyoom", "nohang", "nohang-desktop", "oomd", "systemd"] {
      #expect(arguments.contains("SYSLOG_IDENTIFIER=" + name))
    }
  }

  @Test func thereMayBeNone() {
    let journal = Journal(paths: ["/nonexistent/journalctl"])
    #expect(journal == nil)
  }
}
