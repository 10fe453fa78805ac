import LinuxKernel
import MemtopCore
import Testing

/// The kernel's counters beside its log.
@Suite struct KillTallyTests {
  private static let whole = KernelLogExtent(firstNumber: 0, firstUptime: 0, gaps: 0)
  private static let cut = KernelLogExtent(
    firstNumber: 900, firstUptime: 8_565_726_908, gaps: 0)

  @Test(
    arguments: [
      (0, nil, 0, whole, "0 kills since boot"),
      (1, 1, 1, whole, "1 kill since boot, it is in the log"),
      (3, 1, 3, cut, "3 kills since boot (2 since memtop began), all in the log"),
      (3, 3, 2, whole, "3 kills since boot, 2 in the log, 1 without a report"),
      (
        77, nil, 20, cut,
        "77 kills since boot, 20 in the log, 57 without a report: the log begins at up 02:22:45"
      ),
      (
        3, nil, 2, KernelLogExtent(firstNumber: 0, firstUptime: 0, gaps: 1),
        "3 kills since boot, 2 in the log, 1 without a report: "
          + "records of the log were overwritten before they could be read"
      ),
      (2, nil, 3, whole, "2 kills since boot, 3 in the log"),
      (nil, nil, 2, whole, "2 kills in the log; this kernel does not count its kills"),
    ] as [(UInt64?, UInt64?, UInt64, KernelLogExtent, String)])
  func theSentenceSaysWhatIsMissing(
    counted: UInt64?, atStart: UInt64?, logged: UInt64, extent: KernelLogExtent, text: String
  ) {
    let tally = KillTally(counted: counted, atStart: atStart, logged: logged, extent: extent)
    #expect(tally.text == text)
  }

  @Test func groupsAreComparedWithTheirOwnKills() throws {
    var count = CgroupKillCount()
    for log in ["6.1-nested.log", "6.1-oom-group.kmsg", "5.10-host.log"] {
      for kill in ReadLog(try CapturedLog.bytes(log)).kills { count.add(kill) }
    }
    let local = count.tallies { group in
      switch group {
      case "/t/a": CgroupKills(oomKill: 3)
      // Four members died, the first of them is counted twice.
      case "/t": CgroupKills(oomKill: 5, oomGroupKill: 1)
      default: nil
      }
    }
    #expect(
      local.map(\.text) == [
        "/t: 5 kills, 4 in the log", "/t/a: 3 kills, 1 in the log, 2 without a report",
      ])
    let all = count.tallies {
      $0 == "/t" ? CgroupKills(oomKill: 7, oomGroupKill: 1, isHierarchical: true) : nil
    }
    #expect(all.map(\.text) == ["/t: 7 kills, 6 in the log"])
  }
}
