import Glibc
import LinuxKernel
import TestSupport
import Testing

struct SmapsRollupTests {
  /// Kernel 4.14: no line says whose pages `Pss` counts.
  static let old = """
    00400000-7ffecdef5000 ---p 00000000 00:00 0                              [rollup]
    Rss:               71232 kB
    Pss:               70764 kB
    Shared_Clean:          4 kB
    Shared_Dirty:        696 kB
    Private_Clean:      5120 kB
    Private_Dirty:     65412 kB
    Referenced:        66112 kB
    Anonymous:         58416 kB
    LazyFree:           5120 kB
    AnonHugePages:     55296 kB
    ShmemPmdMapped:        0 kB
    Shared_Hugetlb:     2048 kB
    Private_Hugetlb:    4096 kB
    Swap:               7168 kB
    SwapPss:            7100 kB
    Locked:             1024 kB

    """

  static let expected: [SmapsRollup.Key: UInt64] = [
    .rss: 71232 << 10, .pss: 70764 << 10, .privateClean: 5120 << 10, .privateDirty: 65412 << 10,
    .lazyFree: 5120 << 10, .anonHugePages: 55296 << 10, .sharedHugetlb: 2048 << 10,
    .privateHugetlb: 4096 << 10, .swap: 7168 << 10, .swapPss: 7100 << 10, .locked: 1024 << 10,
  ]

  @Test func readsEverySizeAndInventsNone() throws {
    let rollup = try #require(parsing(Self.old) { SmapsRollup($0) })
    for key in SmapsRollup.Key.allCases { #expect(rollup[key] == Self.expected[key]) }
    #expect(rollup.unique == (5120 + 65412 + 4096) << 10)
  }

  @Test func isNeverWrongWhenCut() {
    for text in cuts(of: Self.old) {
      guard let rollup = parsing(text, { SmapsRollup($0) }) else { continue }
      for key in SmapsRollup.Key.allCases {
        #expect(rollup[key] == nil || rollup[key] == Self.expected[key])
      }
    }
  }

  @Test(arguments: ["", "Rss: 1 kB\n", "00400000-00401000 r-xp 00000000 00:02 34 /bin/x\n"])
  func isNoRollup(_ text: String) {
    #expect(parsing(text) { SmapsRollup($0) } == nil)
  }

  @Test func aSizeThatDoesNotFitIsUnknown() throws {
    let text = "0-1 ---p 0 00:00 0 [rollup]\nPrivate_Clean: 1 kB\nPrivate_Dirty: \(tooLarge) kB\n"
    let rollup = try #require(parsing(text) { SmapsRollup($0) })
    #expect(rollup[.privateDirty] == nil && rollup.unique == nil)
  }

  @Test(arguments: CapturedMappings.all)
  func readsCapturedKernels(_ capture: CapturedMappings) throws {
    let root = try capture.root()
    let rollup = try #require(
      SmapsRollup.read(try capture.process("store"), in: root)?.value)
    for key in SmapsRollup.Key.allCases { #expect(rollup[key] != nil, "\(key.name)") }
    // What mapper.c asks for: 5 MiB given back, 4 of huge pages and 7 swapped out, which its child
    // has too, and 1 locked, which counts in parts.
    #expect(rollup[.lazyFree] == 5 << 20)
    #expect(rollup[.sharedHugetlb] == 4 << 20)
    #expect(rollup[.swap] == 7 << 20)
    #expect(rollup[.locked] == 1 << 19)
    #expect(rollup[.swapPss] == 7 << 19)
  }

  @Test func goneDeniedAndMemorylessAreToldApart() throws {
    let stat = "5 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 777 0 0\n"
    let process = ProcessID(pid: 5, startTime: 777)
    func read(
      _ files: [String: String], as process: ProcessID = process
    ) throws -> Reading<SmapsRollup>? {
      let tree = TemporaryTree(["proc/5/stat": stat].merging(files) { $1 })
      let root = try KernelRoot(tree.path)
      return withExtendedLifetime(tree) { SmapsRollup.read(process, in: root) }
    }
    let file = ["proc/5/smaps_rollup": Self.old]
    #expect(try read(file)?.value != nil)
    #expect(try read([:]) == .absent)
    #expect(try read(["proc/5/smaps_rollup": ""]) == .absent)
    #expect(try read(["denied": "proc/5/smaps_rollup\n"]) == .denied)
    #expect(try read(["proc/5/smaps_rollup": "Rss: 1 kB\n"]) == .malformed("no [rollup]"))
    #expect(try read(file, as: ProcessID(pid: 5, startTime: 776)) == nil)
    #expect(try read(file, as: ProcessID(pid: 6, startTime: 777)) == nil)
  }

  @Test func readsALiveProcessUntilItEnds() throws {
    let root = try KernelRoot()
    let child = try ChildProcess()
    let process = try child.id(root)
    let rollup = try #require(SmapsRollup.read(process, in: root)?.value)
    #expect((rollup[.rss] ?? 0) > 0)
    child.end()
    #expect(SmapsRollup.read(process, in: root) == nil)
  }

  @Test func aKernelThreadHasNone() throws {
    let root = try KernelRoot()
    var files = ProcessFiles(root)
    files.select(2)
    guard case .bytes = files.read(.stat),
      let stat = files.withBytes({ ProcessStat($0) }), stat.isKernelThread
    else { return }
    let answer = SmapsRollup.read(ProcessID(pid: 2, startTime: stat.startTime), in: root)
    #expect(answer == .absent || answer == .denied)
  }
}
