import LinuxKernel
import MemtopCore
import Testing

/// Without a value what is now is kept, as far as the files would give something else.
struct LiveValuesTests {
  private static func tree(_ unit: String) throws -> UnitTree {
    let group = "sys/fs/cgroup/system.slice/shop.service/"
    return try UnitTree([
      "usr/lib/systemd/system/shop.service": "[Service]\n" + unit,
      "proc/self/mountinfo": "30 1 0:1 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
      "sys/fs/cgroup/cgroup.procs": "", "sys/fs/cgroup/system.slice/cgroup.procs": "",
      group + "cgroup.procs": "7\n", group + "memory.current": "8192\n",
      group + "memory.max": "1073741824\n", group + "memory.high": "max\n",
      group + "memory.low": "0\n", group + "memory.min": "4096\n",
      group + "memory.swap.max": "max\n",
    ])
  }

  private func kept(_ unit: String, adj: Int32?) throws -> [String] {
    let made = try Self.tree(unit)
    let tree = try CgroupTree(made.root, below: "/system.slice/shop.service")
    let live = LiveValues(try made.files("shop"), memTotal: 8 << 30, pageSize: 4096)
    return try live.wishes(tree.groups[tree.subtree.lowerBound].memory, adj: adj)
      .map { "\($0.setting.key)=\($0.value?.text ?? "")" }
  }

  @Test func whatFilesSayAlreadyIsLeftOut() throws {
    #expect(try kept("", adj: 0) == ["MemoryMax=1073741824", "MemoryMin=4096"])
    #expect(try kept("MemoryMax=1G\nMemoryMin=5000\n", adj: nil).isEmpty)
    #expect(
      try kept("MemoryMax=12.5%\nMemoryHigh=1G\nMemoryMin=1\nOOMScoreAdjust=-5\n", adj: -7) == [
        "OOMScoreAdjust=-7", "MemoryHigh=infinity", "MemoryMin=4096",
      ])
    // Set back, and nonsense, which systemd passes over.
    #expect(
      try kept("MemoryMax=1G\nMemoryMax=\nMemoryMin=4K\n", adj: nil) == ["MemoryMax=1073741824"])
    #expect(try kept("MemoryMax=lots\nMemoryMin=4K\n", adj: nil) == ["MemoryMax=1073741824"])
  }

  @Test func byHandAreTheLinesOfTheHierarchy() throws {
    let values: [(setting: KeptSetting, value: KeptSetting.Value)] = [
      (.max, .limit(.bytes(4096))), (.high, .limit(.none)), (.swapMax, .limit(.bytes(0))),
      (.oomScoreAdj, .adj(-500)),
    ]
    let group = Array("/my shop".utf8)
    let v2 = CgroupMount(.v2, directory: "sys/fs/cgroup")
    #expect(
      KeepByHand.lines(values, mount: v2, group: group) == [
        "mkdir -p '/sys/fs/cgroup/my shop'",
        "echo 4096 > '/sys/fs/cgroup/my shop/memory.max'",
        "echo max > '/sys/fs/cgroup/my shop/memory.high'",
        "echo 0 > '/sys/fs/cgroup/my shop/memory.swap.max'",
        "echo $$ > '/sys/fs/cgroup/my shop/cgroup.procs'",
        "echo -500 > /proc/$$/oom_score_adj",
      ])
    let v1 = CgroupMount(.v1, directory: "sys/fs/cgroup/memory")
    let old = KeepByHand.lines(values, mount: v1, group: Array("/a".utf8))
    #expect(old.contains("echo 4096 > /sys/fs/cgroup/memory/a/memory.limit_in_bytes"))
    #expect(old.contains("echo -1 > /sys/fs/cgroup/memory/a/memory.soft_limit_in_bytes"))
    #expect(!old.contains { $0.contains("memsw") })
    #expect(
      KeepByHand.lines(values, mount: nil, group: nil) == ["echo -500 > /proc/$$/oom_score_adj"])
  }
}
