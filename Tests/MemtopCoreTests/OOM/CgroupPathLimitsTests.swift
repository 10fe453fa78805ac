import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// Which limit on a group's path is reached first.
@Suite struct CgroupPathLimitsTests {
  private static let none = "9223372036854771712\n"

  private func limits(_ group: String, _ files: [String: String]) throws -> CgroupPathLimits {
    let tree = TemporaryTree(files)
    return try withExtendedLifetime(tree) { try limits(group, tree.path) }
  }

  private func limits(_ group: String, _ path: String) throws -> CgroupPathLimits {
    let root = try KernelRoot(path)
    var buffer = ReadBuffer()
    return CgroupPathLimits(group, CgroupMount.list(root, &buffer), root, &buffer)
  }

  /// Files of version 2 by group: limit and usage.
  private func v2(_ groups: [String: (String, String)]) -> [String: String] {
    groups.reduce(into: [:]) {
      $0["sys/fs/cgroup\($1.key)/memory.max"] = $1.value.0 + "\n"
      $0["sys/fs/cgroup\($1.key)/memory.current"] = $1.value.1 + "\n"
    }
  }

  @Test func withoutALimitOfItsOwnTheOneAboveBinds() throws {
    let path = try limits(
      "/t/b/c", v2(["/t": ("1000", "900"), "/t/b": ("max", "500"), "/t/b/c": ("max", "400")]))
    #expect(path.levels.map(\.group) == ["/t/b/c", "/t/b", "/t"])
    #expect(path.limited.map(\.group) == ["/t"])
    #expect(path.binding?.group == "/t")
    #expect(path.binding?.memory.headroom == 100)
  }

  @Test(
    arguments: [
      (("1000", "900"), ("300", "100"), "/t"), (("1000", "500"), ("300", "100"), "/t/a"),
      (("1000", "800"), ("300", "100"), "/t/a"), (("100", "200"), ("300", "299"), "/t"),
    ] as [((String, String), (String, String), String)])
  func theOneWithTheLeastRoomBindsAndOfEqualsTheLowest(
    _ above: (String, String), _ own: (String, String), _ binding: String
  ) throws {
    #expect(try limits("/t/a", v2(["/t": above, "/t/a": own])).binding?.group == binding)
  }

  @Test func whatCannotBeComparedIsNotGuessed() throws {
    var files = v2(["/t": ("1000", "900"), "/t/a": ("300", "100")])
    files["sys/fs/cgroup/t/memory.current"] = nil
    #expect(try limits("/t/a", files).binding == nil)
    files["sys/fs/cgroup/t/a/memory.max"] = "max\n"
    #expect(try limits("/t/a", files).binding?.group == "/t")
    #expect(try limits("/t/a", v2(["/t": ("max", "1"), "/t/a": ("max", "1")])).binding == nil)
  }

  @Test func groupsWithoutTheControllerAreLeftOut() throws {
    let path = try limits("/t/a/b", v2(["/t": ("1000", "900")]))
    #expect(path.levels.map(\.group) == ["/t"])
  }

  @Test func ofVersion1TheNearerOfBothLimitsCounts() throws {
    let memory = "sys/fs/cgroup/memory"
    let path = try limits(
      "/d/x",
      [
        "\(memory)/memory.limit_in_bytes": Self.none, "\(memory)/memory.usage_in_bytes": "5000\n",
        "\(memory)/d/memory.limit_in_bytes": "2000\n",
        "\(memory)/d/memory.usage_in_bytes": "1500\n",
        "\(memory)/d/memory.memsw.limit_in_bytes": "2000\n",
        "\(memory)/d/memory.memsw.usage_in_bytes": "1900\n",
        "\(memory)/d/x/memory.limit_in_bytes": "600\n",
        "\(memory)/d/x/memory.usage_in_bytes": "400\n",
        "\(memory)/d/x/memory.memsw.limit_in_bytes": Self.none,
        "\(memory)/d/x/memory.memsw.usage_in_bytes": "500\n",
      ])
    #expect(path.levels.map(\.group) == ["/d/x", "/d", "/"])
    #expect(path.levels.map(\.memory.headroom) == [200, 100, nil])
    #expect(path.binding?.group == "/d")
  }

  @Test func aGroupAboveThatDoesNotCountItsSubgroupsHasNoSay() throws {
    let memory = "sys/fs/cgroup/memory"
    let path = try limits(
      "/d/x",
      [
        "\(memory)/memory.limit_in_bytes": Self.none, "\(memory)/memory.use_hierarchy": "0\n",
        "\(memory)/d/memory.limit_in_bytes": "2000\n", "\(memory)/d/memory.use_hierarchy": "0\n",
        "\(memory)/d/x/memory.limit_in_bytes": "6000\n",
      ])
    #expect(path.levels.map(\.group) == ["/d/x"])
  }

  @Test func aContainersOwnRootIsTheTop() throws {
    let path = try limits("/", CapturedTree.named("container").path)
    #expect(path.binding?.group == "/")
    #expect(path.binding?.memory.limit == 256 << 20)
  }

  @Test func aCapturedHostOfVersion1() throws {
    let tree = CapturedTree.named("deb12-v1").path
    let containers = CapturedTree.names(in: tree + "/sys/fs/cgroup/memory/docker")
    let name = try #require(containers.first { $0.hasPrefix("3f2a") })
    let path = try limits("/docker/" + name, tree)
    #expect(path.levels.map(\.group) == ["/docker/" + name, "/docker", "/"])
    #expect(path.binding?.group == "/docker/" + name)
    #expect(path.binding?.memory.limit == 256 << 20)
  }
}
