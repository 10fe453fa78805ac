import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// A tree that is kept up to date, of which only what is asked for is read.
struct CgroupTreeReaderTests {
  private static func made() -> TemporaryTree {
    var files = [
      "proc/self/mountinfo": "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
      "proc/meminfo": "MemTotal: 1000000 kB\nSwapFree: 0 kB\n",
      "sys/fs/cgroup/cgroup.procs": "1\n",
    ]
    for (group, limit) in [("a", "100000000"), ("a/b", "max"), ("a/c", "30000000"), ("d", "max")] {
      let folder = "sys/fs/cgroup/\(group)/"
      files[folder + "cgroup.procs"] = "7\n"
      files[folder + "memory.current"] = "20000000\n"
      files[folder + "memory.max"] = limit + "\n"
      files[folder + "memory.stat"] = "anon 1000\nworkingset_refault_anon 5\n"
    }
    return TemporaryTree(files)
  }

  private func number(_ tree: CgroupTree, _ path: String) throws -> Int {
    try #require(tree.groups.firstIndex { $0.path == Array(path.utf8) })
  }

  private func current(_ tree: CgroupTree, _ path: String) throws -> Reading<UInt64> {
    tree.groups[try number(tree, path)].memory.current
  }

  @Test func onlyWhatIsShownIsRead() throws {
    let made = Self.made()
    let root = try KernelRoot(made.path)
    var reader = CgroupTreeReader()
    var kept: CgroupTree?
    try reader.read(&kept, CgroupNeeds(), root, processes: 5, swapFree: 0)
    var tree = try #require(kept)
    #expect(tree.groups.count == 5)
    #expect(tree.groups[0].processes == .value(5))
    for group in tree.groups { #expect(group.memory.current == .absent) }
    let shown = try number(tree, "/a/c")
    reader.complete(&tree, [shown], CgroupNeeds(files: [.current]), root)
    #expect(tree.groups[shown].memory.current == .value(20_000_000))
    #expect(tree.groups[shown].memory.stat == .absent)
    #expect(try current(tree, "/a/b") == .absent)
  }

  /// Which limit binds needs the groups on the way up, and no others.
  @Test func theWayUpIsReadForTheLimitThatBinds() throws {
    let made = Self.made()
    let root = try KernelRoot(made.path)
    var reader = CgroupTreeReader()
    var kept: CgroupTree?
    try reader.read(&kept, CgroupNeeds(), root, processes: 5, swapFree: 0)
    var tree = try #require(kept)
    let (b, c) = (try number(tree, "/a/b"), try number(tree, "/a/c"))
    reader.complete(&tree, [b, c], CgroupNeeds([.headroom, .binding]), root)
    #expect(tree.groups[b].binding == (try number(tree, "/a")))
    #expect(tree.groups[c].binding == c)
    #expect(try current(tree, "/d") == .absent)
    let whole = try CgroupTree(root)
    for group in [b, c] {
      #expect(tree.groups[group].binding == whole.groups[group].binding)
      #expect(tree.groups[group].headroom == whole.groups[group].headroom)
    }
  }

  @Test func whatSortsIsReadOfAllAndChangesAreOfAMinute() throws {
    let made = Self.made()
    let root = try KernelRoot(made.path)
    var reader = CgroupTreeReader()
    var kept: CgroupTree?
    try reader.read(&kept, CgroupNeeds([.growth]), root, processes: 5, swapFree: 0)
    let first = try #require(kept)
    for group in first.groups.dropFirst() {
      #expect(group.memory.current == .value(20_000_000) && group.growth == nil)
    }
    made.write("sys/fs/cgroup/d/memory.current", Array("26000000\n".utf8))
    try reader.read(&kept, CgroupNeeds([.growth]), root, processes: 5, swapFree: 0)
    let second = try #require(kept)
    let seconds = Double(second.readAt - first.readAt) / 1e9
    let growth = try #require(second.groups[try number(second, "/d")].growth)
    #expect(abs(Double(growth) - 6_000_000 / seconds * 60) < 2)
    #expect(second.groups[try number(second, "/a")].growth == 0)
  }

  @Test func aGroupMadeAnewBeginsAnew() throws {
    let made = Self.made()
    let root = try KernelRoot(made.path)
    var reader = CgroupTreeReader()
    var kept: CgroupTree?
    try reader.read(&kept, CgroupNeeds([.growth]), root, processes: 5, swapFree: 0)
    let before = try #require(kept)
    made.remove("sys/fs/cgroup/d")
    made.write("sys/fs/cgroup/other", [])
    for (file, text) in [("cgroup.procs", ""), ("memory.current", "5\n")] {
      made.write("sys/fs/cgroup/d/" + file, Array(text.utf8))
    }
    // The same path with another directory is another group, listed or not.
    let old = try number(before, "/d")
    reader.complete(&kept!, [old], .all, root)
    #expect(kept!.groups[old].memory.current == .value(20_000_000))
    var fresh = CgroupTreeReader()
    try fresh.read(&kept, CgroupNeeds([.growth]), root, processes: 5, swapFree: 0)
    let after = try #require(kept)
    #expect(try current(after, "/d") == .value(5))
    #expect(after.groups[try number(after, "/d")].growth == nil)
  }

  @Test func noHierarchyIsAFailure() throws {
    let made = TemporaryTree([:])
    let root = try KernelRoot(made.path)
    var reader = CgroupTreeReader()
    var kept: CgroupTree?
    #expect(throws: CgroupTree.Failure.self) {
      try reader.read(&kept, .all, root, processes: 5, swapFree: 0)
    }
  }
}
