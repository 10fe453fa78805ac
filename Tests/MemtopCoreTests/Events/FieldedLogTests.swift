import Foundation
import TestSupport
import Testing

@testable import MemtopCore

/// Logs that are kept in fields; the fixture is what the real journalctl of systemd 252 wrote of a journal
/// with kernel and program messages.
@Suite struct FieldedLogTests {
  private static func fixture() throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: Fixtures.path("journal/252-kills.json"))))
  }

  @Test(arguments: [1, 7, 1 << 16])
  func killsOfTheKernelAndOfProgramsAreRead(pieces: Int) throws {
    let read = ReadLog(try Self.fixture(), pieces: pieces)
    #expect(read.kills.allSatisfy { $0.victim.proof == .kernel })
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
      (#"{"MESSAGE":"\ud83d"}"#, nil), (#"{"MESSAGE":"\u12"}"#, nil), (#"{"MESSAGE":1}"#, "1"),
      (#"{"a":{"MESSAGE":"b"}}"#, "b"), (#"{"a":{"b":1}"#, nil), ("", nil), ("[]", nil),
      (#"{"MESSAGE" "a"}"#, nil),
      (#"{"MESSAGE":"\u+0041"}"#, nil), ("{,}", nil),
    ] as [(String, String?)])
  func entriesAreStrict(line: String, message: String?) {
    let entry = Array(line.utf8).withUnsafeBufferPointer { LogEntry($0) }
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
      _ = ReadLog(bytes, pieces: 512)
    }
    let long =
      Array("{\"MESSAGE\":\"Killed process 7 (".utf8) + Array(repeating: 0x61, count: 3 << 20)
    #expect(ReadLog(long + [0x0a]).omissions.longLines == 1)
    let deep = String(repeating: "{\"a\":", count: 5000)
    #expect(ReadLog(deep + "\n").kills.isEmpty)
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
    let read = ReadLog(Array(text.utf8), pieces: 64)
    #expect(read.kills.map(\.victim.pid) == [7, 8])
    #expect(read.kills.map { $0.report.invocation?.name } == [nil, "hog"])
  }

  private static let kill = "Out of memory: Killed process 7 (a) total-vm:8kB, anon-rss:4kB"
  private static let sent = "sending SIGKILL to process 8 uid 0 \"b\": badness 1"

  /// One kill by the kernel and one by earlyoom, in every form in which journalctl writes entries.
  @Test(arguments: [
    """
    __CURSOR=s=1;i=1
    __REALTIME_TIMESTAMP=1763700000000000
    _TRANSPORT=kernel
    _BOOT_ID=aa
    MESSAGE=\(kill)

    __CURSOR=s=1;i=2
    __REALTIME_TIMESTAMP=1763700001000000
    MESSAGE=\(sent)
    SYSLOG_IDENTIFIER=earlyoom
    _SYSTEMD_UNIT=earlyoom.service
    _UID=61000
    _TRANSPORT=syslog

    """,
    """
    __CURSOR=s=1;i=1
    MESSAGE
    \u{3e}\0\0\0\0\0\0\0\(kill)
    _TRANSPORT=kernel

    MESSAGE
    \u{31}\0\0\0\0\0\0\0\(sent)
    SYSLOG_IDENTIFIER=earlyoom
    _UID=0
    _TRANSPORT=stdout

    """,
    """
    Fri 2025-11-21 04:40:00.000000 UTC [s=1;i=1;b=aa;m=1;t=1;x=1]
        _TRANSPORT=kernel
        SYSLOG_FACILITY=0
        MESSAGE=\(kill)
    Fri 2025-11-21 04:40:01.000000 UTC [s=1;i=2;b=aa;m=1;t=1;x=1]
        SYSLOG_IDENTIFIER=earlyoom
        MESSAGE=\(sent)
        _TRANSPORT=stdout
        _UID=0

    """,
    """
    {
    \t"_TRANSPORT" : "kernel",
    \t"MESSAGE" : "\(kill)",
    \t"_BOOT_ID" : "aa"
    }
    {
    \t"MESSAGE" : "\(sent.replacingOccurrences(of: "\"", with: "\\\""))",
    \t"SYSLOG_IDENTIFIER" : "earlyoom",
    \t"_UID" : "0",
    \t"_TRANSPORT" : "stdout"
    }

    """,
  ])
  func entriesOfEveryFormAreRead(text: String) {
    for pieces in [3, 1 << 16] {
      let read = ReadLog(Array(text.utf8), pieces: pieces)
      #expect(read.kills.map(\.victim.pid) == [7])
      #expect(read.kills.map(\.victim.proof) == [.kernel])
      #expect(read.reported.map(\.pid) == [8])
      #expect(read.reported.map(\.proof) == [.sender])
    }
  }

  @Test(
    arguments: [
      (
        #"{"log":"[   12.000001] KILL\n","stream":"stdout","time":"2025-11-21T04:40:00.1Z"}"#,
        12_000_001
      ),
      (#"{"pri":3,"time":   12.000001,"msg":"KILL"}"#, 12_000_001),
      (
        "{\n   \"dmesg\": [\n      {\n         \"pri\": 3,\n         \"time\":    12.000001,\n"
          + "         \"msg\": \"KILL\"\n      },{\n", 12_000_001
      ),
      (#"{"kind":"Event","involvedObject":{"kind":"Node"},"message":"KILL"}"#, nil),
      (
        "[\n  {\n    \"textPayload\": \"[   12.000001] KILL\\r\\n\",\n    \"severity\": \"INFO\"\n  }\n",
        12_000_001
      ),
    ] as [(String, UInt64?)])
  func otherJSONIsRead(text: String, uptime: UInt64?) throws {
    let read = ReadLog(text.replacingOccurrences(of: "KILL", with: Self.kill) + "\n")
    #expect(read.kills.map(\.victim.pid) == [7])
    #expect(read.kills.first?.time.uptime == uptime)
    #expect(read.kills.first?.victim.proof == .text)
  }

  /// What any user can send to the journal.
  @Test(arguments: [
    #""MESSAGE":"kernel: KILL","SYSLOG_IDENTIFIER":"earlyoom","_TRANSPORT":"syslog","_UID":"1000""#,
    #""MESSAGE":"KILL","SYSLOG_IDENTIFIER":"kernel","_TRANSPORT":"syslog","_UID":"1000""#,
    #""MESSAGE":"KILL","SYSLOG_IDENTIFIER":"kernel","_TRANSPORT":"syslog","_UID":"0""#,
    #""MESSAGE":"KILL","SYSLOG_IDENTIFIER":"x","_TRANSPORT":"kernel","SYSLOG_FACILITY":"3""#,
    #""MESSAGE":"SENT","SYSLOG_IDENTIFIER":"earlyoom","_TRANSPORT":"syslog","_UID":"1000""#,
    #""MESSAGE":"SENT","SYSLOG_IDENTIFIER":"earlyoom","_TRANSPORT":"journal","_UID":"1000","#
      + #""_SYSTEMD_UNIT":"user@1000.service""#,
  ])
  func aForgedEntryIsNotBelieved(fields: String) {
    let text = fields.replacingOccurrences(of: "KILL", with: Self.kill)
      .replacingOccurrences(
        of: "SENT", with: Self.sent.replacingOccurrences(of: "\"", with: "\\\""))
    let read = ReadLog("{" + text + "}\n")
    #expect(read.kills.isEmpty && read.reported.isEmpty)
    #expect(read.omissions.disbelievedKills == 1)
  }

  @Test(arguments: [true, false])
  func utf16IsRead(isBig: Bool) {
    let text = "\u{feff}[   12.000001] Out of memory: Killed process 7 (é😀) total-vm:8kB\r\n"
    let bytes = text.utf16.flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
      return isBig ? [high, low] : [low, high]
    }
    for pieces in [1, 3, 1 << 16] {
      for start in [0, 2] {
        let read = ReadLog(Array(bytes[start...]), pieces: pieces)
        #expect(read.kills.map(\.victim.name) == ["é😀"])
      }
    }
  }
}
