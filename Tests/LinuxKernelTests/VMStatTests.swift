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

  @Test func countersOfEveryZoneAreOne() {
    let stat = parsing(
      "allocstall_normal 3\nallocstall_movable 4\nworkingset_refault_anon 5\n"
        + "workingset_refault_file 6\nballoon_inflate 9\nballoon_deflate 2\n"
    ) { VMStat($0) }
    #expect(stat.directReclaims == 7 && stat.refaults == 11 && stat.ballooned == 7)
    let old = parsing("allocstall 8\nworkingset_refault 9\n") { VMStat($0) }
    #expect(old.directReclaims == 8 && old.refaults == 9 && old.ballooned == nil)
  }
}
