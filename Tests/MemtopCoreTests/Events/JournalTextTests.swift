import Foundation
import TestSupport
import Testing

@testable import MemtopCore

/// What the real journalctl of systemd 252 wrote of a journal with kernel and program messages.
@Suite struct JournalTextTests {
  private static func fixture() throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: Fixtures.path("journal/252-kills.json"))))
  }

  private static func text(_ bytes: [UInt8], pieces: Int) -> (text: [UInt8], journal: JournalText) {
    var journal = JournalText()
    var text: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let end = min(bytes.count, at + pieces)
      bytes[at..<end].withUnsafeBufferPointer { piece in
        journal.read(piece.span) { $0.withUnsafeBufferPointer { text += $0 } }
      }
      at = end
    }
    return (text, journal)
  }

  @Test(arguments: [1, 7, 1 << 16])
  func killsOfTheKernelAndOfProgramsAreRead(pieces: Int) throws {
    let (text, journal) = Self.text(try Self.fixture(), pieces: pieces)
    #expect(journal.brokenLines == 0)
    #expect(journal.kernelEntries == 48)
    let read = ReadLog(text)
    #expect(read.kills.map(\.victim.pid) == [131, 119, 120, 122, 7])
    #expect(read.kills[0].report.limitCgroup == "/t")
    #expect(read.kills[0].report.rowCount == 5)
    #expect(read.kills[0].time.uptime == 11_823_898)
    #expect(LogClock().seconds(read.kills[0].time) == 1_763_700_011)
    #expect(read.kills[4].victim.name == "\u{fffd}\u{1b}[2Jbé")
    #expect(read.reported.map(\.killer) == [.earlyoom, .systemdOOMD, nil])
    #expect(
      read.reported.map(\.group) == [
        nil, "/user.slice/user-1000.slice/app.slice/app-x.scope", "db.service",
      ])
    #expect(read.reported[0].name == "clus\"ter")
  }

  @Test(
    arguments: [
      (#"{"MESSAGE":"a\"\\\/\b\n\u00e9\ud83d\ude00","_TRANSPORT":"kernel"}"#, "a\"\\/\u{8}\né😀"),
      (#"{ "MESSAGE" : [ 97 , 98 ] }"#, "ab"), (#"{"MESSAGE":["one","two"]}"#, "one"),
      (#"{"MESSAGE":[[97,98],[99]]}"#, "ab"), (#"{"MESSAGE":null}"#, ""), ("{}", ""),
      (#"{"MESSAGE":"a"#, nil), (#"{"MESSAGE":"a"} x"#, nil), (#"{"MESSAGE":[300]}"#, nil),
      (#"{"MESSAGE":"\ud83d"}"#, nil), (#"{"MESSAGE":"\u12"}"#, nil), (#"{"MESSAGE":1}"#, nil),
      (#"{"a":{"b":1}}"#, nil), ("", nil), ("[]", nil), (#"{"MESSAGE" "a"}"#, nil),
      (#"{"MESSAGE":"\u+0041"}"#, nil), ("{,}", nil),
    ] as [(String, String?)])
  func entriesAreStrict(line: String, message: String?) {
    let entry = Array(line.utf8).withUnsafeBufferPointer { JournalEntry($0) }
    #expect(entry.map { String(decoding: $0.message, as: UTF8.self) } == message)
  }

  @Test func brokenTextNeverCrashes() throws {
    let fixture = try Self.fixture()
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var bytes = Array(fixture.prefix(4000))
      for _ in 0..<20 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      _ = ReadLog(Self.text(bytes, pieces: 512).text)
    }
    let long = Array("{\"MESSAGE\":\"".utf8) + Array(repeating: 0x61, count: 3 << 20) + [0x0a]
    #expect(Self.text(long, pieces: 1 << 16).journal.brokenLines == 1)
  }

  @Test func bootsAreKeptApart() {
    func entry(_ boot: String, _ message: String) -> String {
      "{\"MESSAGE\":\"\(message)\",\"_BOOT_ID\":\"\(boot)\",\"_TRANSPORT\":\"kernel\","
        + "\"_SOURCE_MONOTONIC_TIMESTAMP\":\"5000000\",\"__REALTIME_TIMESTAMP\":\"1763700000000000\"}\n"
    }
    let text =
      entry("aa", "hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0")
      + entry("bb", "Out of memory: Killed process 7 (a) total-vm:8kB")
      + entry("aa", "Out of memory: Killed process 8 (b) total-vm:8kB")
    let read = ReadLog(Self.text(Array(text.utf8), pieces: 64).text)
    #expect(read.kills.map(\.victim.pid) == [7, 8])
    #expect(read.kills.map { $0.report.invocation?.name } == [nil, "hog"])
  }
}
