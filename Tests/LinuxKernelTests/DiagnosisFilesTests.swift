import LinuxKernel
import TestSupport
import Testing

/// Files that are found by listing folders.
@Suite struct DiagnosisFilesTests {
  @Test func poolsOfEverySize() throws {
    let folder = "sys/kernel/mm/hugepages/"
    let tree = TemporaryTree([
      folder + "hugepages-2048kB/nr_hugepages": "10\n",
      folder + "hugepages-2048kB/free_hugepages": "6\n",
      folder + "hugepages-2048kB/resv_hugepages": "4\n",
      folder + "hugepages-1048576kB/nr_hugepages": "1\n",
      folder + "hugepages-1048576kB/free_hugepages": "1\n",
      folder + "other/nr_hugepages": "7\n",
    ])
    var buffer = ReadBuffer()
    let pools = HugePagePool.list(try KernelRoot(tree.path), &buffer)
    #expect(pools.map(\.pageSize) == [1 << 30, 2 << 20])
    #expect(pools.map(\.unused) == [1, 2])
  }

  @Test func nodesTellTheirMemory() throws {
    let tree = TemporaryTree([
      "sys/devices/system/node/node1/meminfo":
        "Node 1 MemTotal:  100 kB\nNode 1 MemFree: 40 kB\nNode 1 FilePages: 5 kB\n",
      "sys/devices/system/node/possible/meminfo": "Node 9 MemTotal: 1 kB\nNode 9 MemFree: 1 kB\n",
    ])
    var buffer = ReadBuffer()
    let nodes = NodeMemInfo.list(try KernelRoot(tree.path), &buffer)
    #expect(nodes.map(\.node) == [1])
    #expect(nodes[0].total == 102_400 && nodes[0].free == 40_960 && nodes[0].filePages == 5120)
  }

  @Test func onlyGroupsWithALimitAreListed() throws {
    let top = "sys/fs/cgroup/"
    let tree = TemporaryTree([
      top + "a/memory.max": "max\n", top + "a/memory.current": "10\n",
      top + "a/b/memory.max": "8192\n", top + "a/b/memory.current": "8000\n",
      top + "a/b/memory.events": "low 0\nhigh 2\nmax 9\noom 1\noom_kill 3\n",
      top + "a/b/memory.stat": "anon 4096\ninactive_file 100\nslab 7\nworkingset_refault_file 5\n",
      top + "h/memory.max": "max\n", top + "h/memory.high": "500\n",
      top + "h/memory.current": "499\n",
    ])
    var buffer = ReadBuffer()
    let root = try KernelRoot(tree.path)
    var reader = LimitedGroups()
    let groups = reader.read(root, CgroupMount.usual, count: 100, now: 0, &buffer)
    #expect(groups.map(\.path) == ["/a/b", "/h"])
    #expect(groups[0].limit == 8192 && groups[0].limitMet == 9 && groups[0].kills == 3)
    #expect(groups[0].inactiveFile == 100 && groups[0].slab == 7 && groups[0].refaults == 5)
    #expect(groups[1].limit == nil && groups[1].high == 500)
  }

  @Test func theFirstVersionHasOtherNames() throws {
    let top = "sys/fs/cgroup/memory/"
    let tree = TemporaryTree([
      top + "memory.limit_in_bytes": "9223372036854771712\n",
      top + "memory.usage_in_bytes": "5\n",
      top + "pod/memory.limit_in_bytes": "4096\n", top + "pod/memory.usage_in_bytes": "4096\n",
      top + "pod/memory.failcnt": "12\n",
      top + "pod/memory.stat": "rss 7\ntotal_rss 9\ntotal_inactive_file 1\n",
    ])
    var buffer = ReadBuffer()
    var reader = LimitedGroups()
    let groups = reader.read(
      try KernelRoot(tree.path), CgroupMount.usual, count: 100, now: 0, &buffer)
    #expect(groups.map(\.path) == ["/pod"])
    #expect(groups[0].limitMet == 12 && groups[0].anon == 9 && groups[0].version == .v1)
  }

  @Test func tmpfsMountsByTheirType() throws {
    let tree = TemporaryTree([
      "proc/self/mountinfo":
        "22 1 0:5 / /proc rw - proc proc rw\n23 1 0:6 / /dev/shm rw shared:3 - tmpfs tmpfs rw\n"
        + "24 1 0:7 / /x rw - fuse.lxcfs lxcfs rw\n"
    ])
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer()
    #expect(TmpfsMount.list(root, &buffer).map(\.directory) == ["/dev/shm"])
    #expect(TmpfsMount.list(root, &buffer)[0].used == nil)
    #expect(Lxcfs.isMounted(root, &buffer))
  }

  @Test func dentriesWithNamesThatDoNotExist() throws {
    let state = try #require(parsing("500\t400\t45\t0\t300\t0\n") { DentryState($0) })
    #expect(state.count == 500 && state.unused == 400 && state.negative == 300)
    #expect(parsing("500\t400\t45\t0\t0\t0\n") { DentryState($0) }?.negative == nil)
    #expect(parsing("500 400 45\n") { DentryState($0) } == nil)
  }

  @Test func aTreeMayHoldSysAlone() throws {
    let tree = TemporaryTree(["capture/sys/fs/cgroup/x/memory.max": "1\n"])
    let root = try KernelRoot(tree.path + "/capture")
    var listing = ProcessListing(root)
    try listing.list()
    #expect(listing.pids.isEmpty)
    #expect(throws: KernelError.self) { try KernelRoot(tree.path + "/capture/sys") }
  }
}
