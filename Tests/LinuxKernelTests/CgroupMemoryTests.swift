import LinuxKernel
import TestSupport
import Testing

struct CgroupMemoryTests {
  @Test(
    arguments: [
      ("max\n", CgroupLimit.none), ("max", CgroupLimit.none), ("0\n", .bytes(0)),
      ("125829120\n", .bytes(125_829_120)), ("maximum\n", nil), ("-1\n", nil), ("", nil),
      (tooLarge + "\n", nil), ("12", nil),
    ] as [(String, CgroupLimit?)])
  func aLimitIsANumberOrNone(_ text: String, _ limit: CgroupLimit?) {
    #expect(parsing(text) { CgroupLimit.parse($0) } == limit)
  }

  @Test func readsAGroupOfVersion2() throws {
    let tree = TemporaryTree([
      "g/a/memory.max": "125829120\n", "g/a/memory.swap.max": "max\n",
      "g/a/memory.current": "4096\n", "g/a/memory.high": "8192\n",
      "g/a/memory.swap.current": "12288\n", "g/a/memory.oom.group": "1\n",
      "g/b/memory.max": "max\n",
      "g/cgroup.controllers": "memory\n",
    ])
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer()
    let a = try #require(CgroupMemoryV2(root, "g/a", &buffer))
    #expect(a.limit.bytes == 125_829_120)
    #expect(a.swapLimit == CgroupLimit.none)
    #expect(a.current == 4096 && a.high == .bytes(8192) && a.swapCurrent == 12288)
    #expect(a.killsTogether)
    let b = try #require(CgroupMemoryV2(root, "g/b", &buffer))
    #expect(b.limit == .none && b.swapLimit == nil && b.current == nil && !b.killsTogether)
    #expect(CgroupMemoryV2(root, "g", &buffer) == nil)
  }

  @Test func readsAGroupOfVersion1() throws {
    let tree = TemporaryTree([
      "m/a/memory.limit_in_bytes": "268435456\n",
      "m/a/memory.memsw.limit_in_bytes": "536870912\n", "m/a/memory.swappiness": "0\n",
      "m/a/memory.usage_in_bytes": "8192\n", "m/a/memory.memsw.usage_in_bytes": "16384\n",
      "m/a/memory.use_hierarchy": "0\n",
      "m/a/memory.oom_control": "oom_kill_disable 1\nunder_oom 0\noom_kill 3\n",
      "m/b/memory.limit_in_bytes": "9223372036854771712\n",
    ])
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer()
    let a = try #require(CgroupMemoryV1(root, "m/a", &buffer))
    #expect(a.limit == 268_435_456 && a.memoryAndSwapLimit == 536_870_912)
    #expect(a.swappiness == 0 && a.current == 8192)
    #expect(a.memoryAndSwapCurrent == 16384)
    #expect(!a.isHierarchical && a.killIsDisabled)
    let b = try #require(CgroupMemoryV1(root, "m/b", &buffer))
    #expect(b.isHierarchical && !b.killIsDisabled)
    #expect(b.swappiness == nil && b.memoryAndSwapLimit == nil)
    #expect(CgroupMemoryV1(root, "m", &buffer) == nil)
  }

  @Test func readsTheSettingsThatAreThere() throws {
    let tree = TemporaryTree([
      "proc/sys/vm/panic_on_oom": "1\n", "proc/sys/vm/min_free_kbytes": "67584\n",
      "proc/sys/vm/swappiness": "x\n",
    ])
    var buffer = ReadBuffer()
    let sysctls = MemorySysctls(try KernelRoot(tree.path), &buffer)
    #expect(sysctls.panicOnOOM == 1 && sysctls.minFreeKbytes == 67584)
    #expect(sysctls.swappiness == nil && sysctls.oomDumpTasks == nil)
  }
}
