import LinuxKernel
import Testing

struct VMStatTests {
  static let text = """
    nr_free_pages 1609
    nr_zone_inactive_anon 15520
    pswpin 31127
    pswpout 55110
    pgmajfault 9081
    oom_kill 3

    """
  static let expected: [VMStat.Key: UInt64] = [
    .pswpin: 31127, .pswpout: 55110, .pgmajfault: 9081, .oomKill: 3,
  ]

  @Test(arguments: VMStat.Key.allCases)
  func readsEveryKey(_ key: VMStat.Key) {
    #expect(parsing(Self.text) { VMStat($0) }[key] == Self.expected[key])
  }

  @Test func isNeverWrongWhenCut() {
    for text in cuts(of: Self.text) {
      let stat = parsing(text) { VMStat($0) }
      for key in VMStat.Key.allCases where stat[key] != nil {
        #expect(stat[key] == Self.expected[key])
      }
    }
  }

  @Test func anOldKernelCountsNoKills() {
    #expect(parsing("pswpin 1\n") { VMStat($0) }[.oomKill] == nil)
  }

  @Test func aCounterAtItsEndIsANumber() {
    #expect(parsing("pswpin 18446744073709551615\n") { VMStat($0) }[.pswpin] == .max)
    #expect(parsing("pswpin \(tooLarge)\n") { VMStat($0) }[.pswpin] == nil)
  }
}
