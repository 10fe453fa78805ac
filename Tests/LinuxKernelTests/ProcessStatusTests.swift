import LinuxKernel
import Testing

struct ProcessStatusTests {
  /// Kernel 7.2, mostly swapped out.
  static let text = """
    Name:\tw1-anon
    Umask:\t0022
    State:\tS (sleeping)
    Tgid:\t131
    Uid:\t1000\t1001\t1002\t1003
    Gid:\t0\t0\t0\t0
    VmPeak:\t   99848 kB
    VmSize:\t    6812 kB
    VmLck:\t       0 kB
    VmHWM:\t   99200 kB
    VmRSS:\t    1220 kB
    RssAnon:\t     764 kB
    RssFile:\t       0 kB
    RssShmem:\t     456 kB
    VmData:\t    5888 kB
    VmPTE:\t      48 kB
    VmSwap:\t    5264 kB
    HugetlbPages:\t    2048 kB
    Threads:\t1

    """

  @Test func readsEverySize() throws {
    let status = try #require(parsing(Self.text) { ProcessStatus($0) })
    #expect(status.effectiveUser == 1001)
    #expect(status.vmSize == 6812 << 10)
    #expect(status.vmRSS == 1220 << 10)
    #expect(status.rssAnon == 764 << 10)
    #expect(status.rssFile == 0)
    #expect(status.rssShmem == 456 << 10)
    #expect(status.vmPTE == 48 << 10)
    #expect(status.vmSwap == 5264 << 10)
    #expect(status.malformedLines == 0)
  }

  @Test func isNeverWrongWhenCut() throws {
    let whole = try #require(parsing(Self.text) { ProcessStatus($0) })
    let fields: [KeyPath<ProcessStatus, UInt64?> & Sendable] = [
      \.vmSize, \.vmRSS, \.rssAnon, \.rssFile, \.rssShmem, \.vmPTE, \.vmSwap,
    ]
    for text in cuts(of: Self.text) {
      guard let status = parsing(text, { ProcessStatus($0) }) else { continue }
      for field in fields where status[keyPath: field] != nil {
        #expect(status[keyPath: field] == whole[keyPath: field])
      }
      #expect(status.effectiveUser == nil || status.effectiveUser == 1001)
    }
  }

  @Test func aKernelThreadHasNoSizes() throws {
    let status = try #require(
      parsing("Name:\tkworker/0:0-events\nUid:\t0\t0\t0\t0\n") { ProcessStatus($0) })
    #expect(status.effectiveUser == 0)
    #expect(status.vmRSS == nil)
    #expect(status.vmSwap == nil)
    #expect(status.malformedLines == 0)
  }

  @Test func addsPageMiddleDirectoriesWhereTheyAreListedApart() {
    let status = parsing("VmPTE:\t      44 kB\nVmPMD:\t      12 kB\n") { ProcessStatus($0) }
    #expect(status?.vmPTE == 56 << 10)
    let most = "18014398509481983"
    let wrapped = parsing("VmPTE:\t\(most) kB\nVmPMD:\t\(most) kB\n") { ProcessStatus($0) }
    #expect(wrapped?.vmPTE == nil)
  }

  @Test(arguments: [
    "VmRSS:\tx kB\n", "VmRSS:\t-4 kB\n", "VmRSS:\t4\n", "VmRSS:\t4 MB\n", "VmRSS:\t4 kB more\n",
    "VmRSS:\t\(tooLarge) kB\n", "VmRSS:\t18014398509481984 kB\n", "VmRSS:\n", "VmRSS:",
    "VmRSS:\t4 kB",
  ])
  func countsASizeItCannotRead(_ text: String) {
    let status = parsing(text) { ProcessStatus($0) }
    #expect(status?.vmRSS == nil)
    #expect(status?.malformedLines == 1)
  }

  @Test(arguments: [
    "Uid:\n", "Uid:\t0\n", "Uid:\t0\t4294967296\t0\t0\n", "Uid:\tx\ty\n", "Uid:\t0\t5",
  ])
  func countsAUserItCannotRead(_ text: String) {
    let status = parsing(text) { ProcessStatus($0) }
    #expect(status?.effectiveUser == nil)
    #expect(status?.malformedLines == 1)
  }

  @Test(arguments: ["", "\n\n\n", "nothing of this file\n", "\u{1b}[2J"])
  func refuses(_ text: String) {
    #expect(parsing(text) { ProcessStatus($0) } == nil)
  }

  @Test func aNameCannotPoseAsAnotherLine() {
    // The kernel escapes newlines in names; what follows on the line is not looked at.
    let status = parsing("Name:\tVmRSS:\\nVmRSS: 1 kB\nVmRSS:\t      8 kB\n") { ProcessStatus($0) }
    #expect(status?.vmRSS == 8 << 10)
  }

  @Test(
    arguments: [
      ("000001ffffffffff", true), ("0000000000200000", true), ("00000000001fffff", false),
      ("0000000000000000", false), ("00000000a80425fb", false), ("0020", nil), ("zzzzzzzzzz", nil),
    ] as [(String, Bool?)])
  func theRightToAdministerIsOneBit(_ text: String, _ bit: Bool?) throws {
    let status = try #require(parsing("CapEff:\t\(text)\n") { ProcessStatus($0) })
    #expect(status.canAdminister == bit)
    #expect(status.malformedLines == (bit == nil ? 1 : 0))
  }
}
