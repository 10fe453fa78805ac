import LinuxKernel
import Testing

struct MemInfoTests {
  /// Kernel 7.2, under load.
  static let text = """
    MemTotal:         317912 kB
    MemFree:            6436 kB
    MemAvailable:       2684 kB
    Buffers:               0 kB
    Cached:              872 kB
    SwapCached:         6924 kB
    Active(anon):      89528 kB
    SwapTotal:         98300 kB
    SwapFree:              0 kB
    Zswap:                 0 kB
    Dirty:                 0 kB
    Writeback:            16 kB
    AnonPages:        243636 kB
    Shmem:               872 kB
    KReclaimable:       1456 kB
    SReclaimable:       1456 kB
    SUnreclaim:        10796 kB
    KernelStack:        2288 kB
    PageTables:        29352 kB
    SecPageTables:         0 kB
    VmallocTotal:   34359738367 kB
    Percpu:              264 kB
    HugePages_Total:       3
    HugePages_Free:        1
    Hugepagesize:       2048 kB
    Hugetlb:            6144 kB
    DirectMap4k:       26460 kB

    """

  static let expected: [MemInfo.Key: UInt64] = [
    .memTotal: 317_912 << 10, .memFree: 6436 << 10, .memAvailable: 2684 << 10, .buffers: 0,
    .cached: 872 << 10, .swapCached: 6924 << 10, .swapTotal: 98300 << 10, .swapFree: 0,
    .anonPages: 243_636 << 10, .shmem: 872 << 10, .sReclaimable: 1456 << 10,
    .sUnreclaim: 10796 << 10, .kernelStack: 2288 << 10, .pageTables: 29352 << 10,
    .secPageTables: 0, .percpu: 264 << 10, .hugetlb: 6144 << 10, .hugePagesTotal: 3,
    .hugepagesize: 2 << 20, .dirty: 0, .writeback: 16 << 10,
    .activeAnon: 89528 << 10, .hugePagesFree: 1, .zswap: 0,
  ]

  @Test(arguments: MemInfo.Key.allCases)
  func readsEveryKey(_ key: MemInfo.Key) {
    #expect(parsing(Self.text) { MemInfo($0) }[key] == Self.expected[key])
  }

  @Test func keepsEveryLineInOrder() {
    let entries = parsing(Self.text) { MemInfo($0) }.values.entries
    #expect(entries.count == 27)
    #expect(entries[6].name == "Active(anon)")
    #expect(entries[6].isBytes)
    #expect(entries[22].name == "HugePages_Total")
    #expect(!entries[22].isBytes)
  }

  @Test func isNeverWrongWhenCut() {
    for text in cuts(of: Self.text) {
      let info = parsing(text) { MemInfo($0) }
      for key in MemInfo.Key.allCases where info[key] != nil {
        #expect(info[key] == Self.expected[key], "\(key.name) in \(text.suffix(20))")
      }
    }
  }

  @Test func anOldKernelHasNoMemAvailable() {
    let info = parsing("MemTotal: 100 kB\nMemFree: 50 kB\nBuffers: 1 kB\n") { MemInfo($0) }
    #expect(info[.memAvailable] == nil)
    #expect(info[.memFree] == 50 << 10)
    #expect(info.values.malformedLines == 0)
  }

  @Test(arguments: [
    "MemTotal:", "MemTotal: \n", "MemTotal: x kB\n", "MemTotal: -1 kB\n", "MemTotal: 5 MB\n",
    "MemTotal: 18014398509481984 kB\n", "MemTotal: \(tooLarge)\n", "MemTotal: 5 kB",
    "MemTotal: 5 kB \n",
  ])
  func takesNoNumberItCannotTrust(_ text: String) {
    let info = parsing(text) { MemInfo($0) }
    #expect(info[.memTotal] == nil)
    #expect(info.values.malformedLines == 1)
  }

  @Test func followsKeysThatComeAndGo() {
    var info = parsing("MemTotal: 1 kB\nCached: 2 kB\n") { MemInfo($0) }
    parsing("MemTotal: 1 kB\nMemFree: 7 kB\nCached: 3 kB\n") { info.update($0) }
    #expect(info[.memFree] == 7 << 10)
    #expect(info[.cached] == 3 << 10)
    parsing("MemTotal: 1 kB\n") { info.update($0) }
    #expect(info[.cached] == nil)
    parsing("") { info.update($0) }
    #expect(info[.memTotal] == nil)
  }
}
