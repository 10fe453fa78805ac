import LinuxKernel
import TestSupport
import Testing

struct CgroupKillsTests {
  private func kills(_ mount: CgroupMount, _ files: [String: String]) throws -> CgroupKills? {
    let tree = TemporaryTree(files)
    var buffer = ReadBuffer()
    return try withExtendedLifetime(tree) {
      CgroupKills(try KernelRoot(tree.path), mount, "/shop", &buffer)
    }
  }

  private static let v2 = CgroupMount(.v2, directory: "sys/fs/cgroup")
  private static let v1 = CgroupMount(.v1, directory: "sys/fs/cgroup/memory")

  @Test func theGroupsOwnEventsComeFirst() throws {
    let files = [
      "sys/fs/cgroup/shop/memory.events": "low 0\nhigh 0\nmax 9\noom 4\noom_kill 4\n",
      "sys/fs/cgroup/shop/memory.events.local":
        "low 0\nhigh 0\nmax 2\noom 1\noom_kill 1\noom_group_kill 0\n",
    ]
    #expect(try kills(Self.v2, files) == CgroupKills(oomKill: 1, oomGroupKill: 0))
  }

  @Test func olderKernelsCountGroupsBelowAsWell() throws {
    let files = ["sys/fs/cgroup/shop/memory.events": "oom 4\noom_kill 4\n"]
    #expect(try kills(Self.v2, files) == CgroupKills(oomKill: 4, isHierarchical: true))
  }

  @Test func v1CountsInOOMControl() throws {
    let file = "sys/fs/cgroup/memory/shop/memory.oom_control"
    #expect(
      try kills(Self.v1, [file: "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n"])
        == CgroupKills(oomKill: 2))
    #expect(try kills(Self.v1, [file: "oom_kill_disable 0\nunder_oom 0\n"]) == nil)
    #expect(try kills(Self.v1, [file: "oom_kill many\n"]) == nil)
    #expect(try kills(Self.v1, [:]) == nil)
  }
}
