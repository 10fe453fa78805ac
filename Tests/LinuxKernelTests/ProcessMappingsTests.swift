import Glibc
import LinuxKernel
import TestSupport
import Testing

struct ProcessMappingsTests {
  private static func sizes(_ rss: Int, pss: Int? = nil, swap: Int = 0) -> String {
    "Size: 9 kB\nRss: \(rss) kB\nPss: \(pss ?? rss) kB\nPss_Dirty: 1 kB\nSwap: \(swap) kB\n"
      + "SwapPss: 1 kB\nVmFlags: rd ex mr mw me dw\n"
  }

  static let text =
    "00400000-0048a000 r-xp 00000000 fd:03 960637       /bin/bash\n" + sizes(460, pss: 100)
    + "0048a000-0048b000 rw-p 0008a000 fd:03 960637       /bin/bash\n" + sizes(4)
    + "0048b000-0048d000 rw-p 00000000 00:00 0 \n" + sizes(8)
    + "37fd000-380fd000 rw-p 00000000 00:00 0              [heap]\n" + sizes(900, swap: 24)
    + "7f0000000000-7f0000100000 rw-s 00000000 00:01 7     /memfd:a b (deleted)\n" + sizes(300)
    + "7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0     [stack]\n" + sizes(16)

  @Test func sumsEachKind() {
    let mappings = parsing(Self.text) { ProcessMappings.parse($0) }
    let file = mappings.sum(.file)
    #expect((file.count, file.size) == (2, 0x8b000))
    #expect((file.rss, file.pss) == (464 << 10, 104 << 10))
    #expect(mappings.sum(.heap).swap == 24 << 10)
    #expect(mappings.sum(.heap).held == 924 << 10)
    #expect(mappings.sum(.anonymous).rss == 8 << 10)
    #expect(mappings.sum(.shmem).rss == 300 << 10)
    #expect(mappings.sum(.stack).rss == 16 << 10)
    #expect(mappings.total.count == 6)
    #expect(mappings.total.rss == (464 + 8 + 900 + 300 + 16) << 10)
    #expect(mappings.malformedLines == 0)
  }

  @Test func mappingsOfOneNameAreTogetherAndKeepTheirName() {
    let mappings = parsing(Self.text) { ProcessMappings.parse($0) }
    let files = mappings.biggest(.file, 9)
    #expect(files.map { String(decoding: $0.name, as: UTF8.self) } == ["/bin/bash"])
    #expect(files[0].sizes.count == 2 && files[0].start == 0x400000)
    let shmem = mappings.biggest(.shmem, 9)
    #expect(shmem.map { String(decoding: $0.name, as: UTF8.self) } == ["/memfd:a b (deleted)"])
  }

  @Test(arguments: [
    ("[heap]", MappingKind.heap), ("[stack]", .stack), ("[stack:1234]", .stack),
    ("[anon:java heap]", .anonymous), ("[anon_shmem:ring]", .shmem), ("[vdso]", .kernel),
    ("[vvar_vclock]", .kernel), ("[uprobes]", .kernel), ("/dev/shm/x", .shmem),
    ("/memfd:x (deleted)", .shmem), ("/SYSV0000162e (deleted)", .shmem),
    ("/dev/zero (deleted)", .shmem), ("/anon_hugepage (deleted)", .hugetlb),
    ("/usr/lib/libc.so.6", .file), ("/tmp/x (deleted)", .file), ("anon_inode:[perf_event]", .file),
    ("/dev/shmem", .file),
  ])
  func tellsKindsByTheirNames(_ name: String, _ kind: MappingKind) {
    let text = "00400000-0048a000 rw-p 00000000 00:01 5   \(name)\n" + Self.sizes(4)
    let mappings = parsing(text) { ProcessMappings.parse($0) }
    #expect(mappings.sum(kind).rss == 4096)
    #expect(mappings.biggest(kind, 1).map { $0.name } == [Array(name.utf8)])
  }

  @Test func hugePagesOfThePoolAreAKindOfTheirOwn() {
    let text =
      "7f00-8f00 rw-s 00000000 00:0f 5 /mnt/huge/db\nRss: 0 kB\nPss: 0 kB\n"
      + "Shared_Hugetlb:     2048 kB\nPrivate_Hugetlb:    4096 kB\nSwap: 0 kB\n"
    let mappings = parsing(text) { ProcessMappings.parse($0) }
    #expect(mappings.sum(.hugetlb).hugetlb == 6 << 20)
    #expect(mappings.sum(.hugetlb).held == 6 << 20)
    #expect(mappings.sum(.file).count == 0)
  }

  @Test func whatTheKernelDoesNotPrintIsUnknown() {
    let mappings = parsing("0040-0041 rw-p 00000000 00:00 0\nRss: 4 kB\n") {
      ProcessMappings.parse($0)
    }
    #expect(mappings.total.rss == 4096)
    #expect(mappings.total.pss == nil && mappings.total.swap == nil)
  }

  @Test func readInPiecesItTellsTheSame() throws {
    var text = ""
    for number in 0..<5000 {
      text += "\(String(0x1000_0000 + number * 0x2000, radix: 16))-"
      text += "\(String(0x1000_1000 + number * 0x2000, radix: 16)) rw-p 00000000 00:00 0 \n"
      text += Self.sizes(number)
    }
    let whole = parsing(text) { ProcessMappings.parse($0) }
    #expect(whole.total.count == 5000)
    #expect(try read(["proc/5/smaps": text]) == .value(whole))
  }

  @Test func isNeverMoreThanTheWholeWhenCut() {
    let whole = parsing(Self.text) { ProcessMappings.parse($0) }
    for text in cuts(of: Self.text) {
      let part = parsing(text) { ProcessMappings.parse($0) }
      for kind in MappingKind.allCases {
        #expect(part.sum(kind).rss <= whole.sum(kind).rss)
        #expect(part.sum(kind).count <= whole.sum(kind).count)
      }
    }
  }

  @Test(arguments: [
    "zz\n", "00400000\n", "00400000-\n", "0048a000-00400000 r-xp 0 0:0 0\n",
    "00400000-0048a000\n", "00400000-0048a000 r-xp 0 fd:03\n", "Rss: 4 kB\n",
    "11111111111111111-2 r-xp 0 0:0 0\n", "\u{1b}[2J-x\n",
  ])
  func whatIsNoMappingIsNone(_ line: String) {
    #expect(parsing(line) { ProcessMappings.parse($0) }.total.count == 0)
  }

  @Test func aSizeThatDoesNotFitIsCountedAsMalformed() {
    let text = "0040-0041 rw-p 00000000 00:00 0\nRss: \(tooLarge) kB\nPss: x kB\nSwap: 4 kb\n"
    let mappings = parsing(text) { ProcessMappings.parse($0) }
    #expect(mappings.malformedLines == 3)
    #expect(mappings.total.rss == 0 && mappings.total.pss == nil && mappings.total.swap == nil)
  }

  /// As a process with as many mappings as the kernel lets one have.
  @Test func tensOfThousandsOfMappingsAreSummedUpAndTheBiggestKept() {
    var text: [UInt8] = []
    let count = 60_000
    for number in 0..<count {
      let start = 0x7f00_0000_0000 + number * 0x2000
      let name = number % 2 == 0 ? "" : "/srv/data/base/\(number)"
      let range = "\(String(start, radix: 16))-\(String(start + 0x1000, radix: 16))"
      text += "\(range) rw-p 00000000 00:00 \(name.isEmpty ? 0 : 5) \(name)\n".utf8
      text += "Rss: \(number) kB\nPss: 1 kB\nSwap: 0 kB\n".utf8
    }
    let mappings = parsing(text) { ProcessMappings.parse($0) }
    #expect(mappings.total.count == count)
    #expect(mappings.total.pss == UInt64(count) << 10)
    let files = mappings.biggest(.file, 4).map { String(decoding: $0.name, as: UTF8.self) }
    #expect(files == [59999, 59997, 59995, 59993].map { "/srv/data/base/\($0)" })
    #expect(mappings.biggest(.anonymous, 2).map(\.sizes.rss) == [59998 << 10, 59996 << 10])
    #expect(mappings.biggest(.file, 1000).count < 100)
  }

  @Test(arguments: CapturedMappings.all)
  func readsCapturedKernels(_ capture: CapturedMappings) throws {
    let process = try capture.process("store")
    let root = try capture.root()
    let mappings = try #require(ProcessMappings.read(process, in: root)?.value)
    #expect(mappings.malformedLines == 0)
    #expect(mappings.sum(.heap).rss >= 9 << 20)
    #expect(mappings.sum(.anonymous).swap == 7 << 20)
    // 10 in /dev/shm, 3 in a memfd, 2 and a little more than 1 shared, 1 of System V.
    #expect(mappings.sum(.shmem).rss == 17 << 20 | 4096)
    #expect(mappings.sum(.hugetlb).hugetlb == 4 << 20)
    #expect(mappings.sum(.file).rss >= 10 << 20)
    #expect(mappings.sum(.stack).count == 1)
    let rollup = try #require(SmapsRollup.read(process, in: root)?.value)
    #expect(mappings.total.rss == rollup[.rss])
    #expect(mappings.total.swap == rollup[.swap])
    let names = MappingKind.allCases.flatMap { mappings.biggest($0, 32) }.map {
      String(decoding: $0.name, as: UTF8.self)
    }
    #expect(names.contains("/dev/shm/buffers.7781"))
    #expect(names.contains("/srv/data/old library.so\\012x (deleted)"))
    #expect(names.contains("/memfd:render \u{1b}[31m (deleted)"))
  }

  static let stat = "5 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 777 0 0\n"
  static let process = ProcessID(pid: 5, startTime: 777)

  private func read(
    _ files: [String: String], as process: ProcessID = process
  ) throws -> Reading<ProcessMappings>? {
    let tree = TemporaryTree(["proc/5/stat": Self.stat].merging(files) { $1 })
    let root = try KernelRoot(tree.path)
    return withExtendedLifetime(tree) { ProcessMappings.read(process, in: root) }
  }

  @Test func goneDeniedAndMemorylessAreToldApart() throws {
    #expect(try read([:]) == .absent)
    #expect(try read(["proc/5/smaps": ""]) == .absent)
    #expect(try read(["denied": "proc/5/smaps\n"]) == .denied)
    #expect(try read(["proc/5/smaps": "no mapping\n"]) == .malformed("no mapping"))
    let file = ["proc/5/smaps": Self.text]
    #expect(try read(file, as: ProcessID(pid: 5, startTime: 776)) == nil)
    #expect(try read(file, as: ProcessID(pid: 6, startTime: 777)) == nil)
  }

  @Test func aLineLongerThanAPieceDoesNotStopIt() throws {
    let text =
      "0040-0041 rw-p 00000000 00:00 5 /" + String(repeating: "x", count: 200_000) + "\n"
      + Self.text
    let mappings = try #require(try read(["proc/5/smaps": text])?.value)
    #expect(mappings.sum(.heap).rss == 900 << 10)
  }

  @Test func readsALiveProcessUntilItEnds() throws {
    let root = try KernelRoot()
    let child = try ChildProcess()
    let process = try child.id(root)
    let mappings = try #require(ProcessMappings.read(process, in: root)?.value)
    #expect(mappings.sum(.stack).count == 1)
    #expect(mappings.total.rss > 0)
    child.end()
    #expect(ProcessMappings.read(process, in: root) == nil)
  }
}
