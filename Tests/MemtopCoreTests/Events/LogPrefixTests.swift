import MemtopCore
import Testing

/// One kill behind every prefix that logs put before it.
@Suite struct LogPrefixTests {
  struct Prefix: Sendable, CustomTestStringConvertible {
    let text: String
    var time: Int64?
    var uptime: UInt64?

    var testDescription: String { text }
  }

  /// 2017-12-07 00:05:14 UTC.
  private static let moment: Int64 = 1_512_605_114

  @Test(arguments: [
    Prefix(text: ""),
    Prefix(text: "kernel: "),
    Prefix(text: "<3>"),
    Prefix(text: "[    8.806691] ", uptime: 8_806_691),
    Prefix(text: "<3>[39291577.009363] ", uptime: 39_291_577_009_363),
    Prefix(text: "[    8.806691][ T123] ", uptime: 8_806_691),
    Prefix(text: "[    8.806691] [   C1] ", uptime: 8_806_691),
    Prefix(text: "[Thu Dec  7 00:05:14 2017] ", time: moment),
    Prefix(text: "[  +0.000012] "),
    Prefix(text: "Dec  7 00:05:14 web1 kernel: "),
    Prefix(text: "Dec  7 00:05:14 web1 kernel: [    8.806691] ", uptime: 8_806_691),
    Prefix(text: "Dec 07 00:05:14.050705 web1 kernel: "),
    Prefix(text: "2017-12-07T00:05:14Z web1 kernel: ", time: moment),
    Prefix(text: "2017-12-07T01:05:14.123456+01:00 web1 kernel: ", time: moment),
    Prefix(text: "2017-12-06T18:35:14-0530 web1 kernel: ", time: moment),
    Prefix(text: "2017-12-07T01:05:14+01 web1 kernel: ", time: moment),
    Prefix(
      text: "2017-12-07T01:05:14+0100 web1 kernel: <3>[    8.806691] ", time: moment,
      uptime: 8_806_691),
    Prefix(text: "Thu 2017-12-07 00:05:14 UTC web1 kernel: ", time: moment),
    Prefix(text: "[    8.806691] web1 kernel: ", uptime: 8_806_691),
    Prefix(
      text: "2017-12-07T00:05:14.127Z In(05) vcpu-5 - Guest: <6>[   12.009363] ", time: moment,
      uptime: 12_009_363),
    Prefix(text: "kern  :err   : [    8.806691] ", uptime: 8_806_691),
    Prefix(text: "3,407,11823898,-;", uptime: 11_823_898),
    Prefix(text: "3,407,11823898,-,caller=T123;", uptime: 11_823_898),
    Prefix(text: "> [    8.806691] ", uptime: 8_806_691),
    Prefix(text: "`Dec  7 00:05:14 web1 kernel: [    8.806691] ", uptime: 8_806_691),
    Prefix(text: "\0\0\0Dec  7 00:05:14 web1 kernel: "),
    Prefix(text: "[    8.8066] [99999999999999999999.000000] "),
  ])
  func isReadOver(prefix: Prefix) throws {
    for ending in ["\n", "\r\n", ""] {
      let message = "Out of memory: Killed process 12 (a) total-vm:8kB, anon-rss:4kB"
      let log = ReadLog(prefix.text + "some text\n" + prefix.text + message + ending)
      guard
        prefix.text.utf8.first != 0x5b || prefix.time != nil || prefix.uptime != nil
          || prefix.text.contains("+")
      else {
        #expect(log.kills.isEmpty)
        continue
      }
      let kill = try #require(log.kills.first)
      #expect(log.kills.count == 1)
      #expect(LogClock().seconds(kill.time) == prefix.time)
      #expect(kill.time.uptime == prefix.uptime)
    }
  }

  @Test func aDateWithoutAZoneIsLocal() throws {
    let log = ReadLog(
      "[Thu Dec  7 00:05:14 2017] Out of memory: Killed process 12 (a) total-vm:8kB\n")
    let time = try #require(log.kills.first?.time)
    #expect(LogClock(zone: { $0 - 3600 }).seconds(time) == Self.moment - 3600)
  }

  @Test func anUptimeIsATimeWhereTheBootIsKnown() throws {
    let log = ReadLog("[   10.900000] Out of memory: Killed process 12 (a) total-vm:8kB\n")
    let time = try #require(log.kills.first?.time)
    #expect(LogClock(bootTime: 1000).seconds(time) == 1010)
    #expect(LogClock().seconds(time) == nil)
  }

  @Test func escapesOfRecordsAreUndone() throws {
    let log = ReadLog(
      "3,407,11823898,-;Out of memory: Killed process 12 (a\\x1b\\x5cb\\xzz) total-vm:8kB\n")
    #expect(log.kills.first?.victim.name == "a\u{1b}\\b\\xzz")
  }
}
