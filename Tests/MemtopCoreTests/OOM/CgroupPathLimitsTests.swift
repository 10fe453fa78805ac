import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// Which limit on a group's path is reached first.
@Suite struct CgroupPathLimitsTests {
  private static let none = "9223372036854771712\n"

  private func limits(
    _ group: String, _ files: [String: String], swapFree: UInt64? = nil, swappiness: Int32? = nil
  ) throws -> CgroupPathLimits {
    let tree = TemporaryTree(files)
    return try withExtendedLifetime(tree) {
      try limits(group, tree.path, swapFree: swapFree, swappiness: swappiness)
    }
  }

  private func limits(
    _ group: String, _ path: String, swapFree: UInt64? = nil, swappiness: Int32? = nil
  ) throws -> CgroupPathLimits {
    let root = try KernelRoot(path)
    var buffer = ReadBuffer()
    return CgroupPathLimits(
      group, CgroupMount.list(root, &buffer), root, &buffer, swapFree: swapFree,
      swappiness: swappiness)
  }

  private func stat(cache: Int, anon: Int, _ prefix: String = "") -> String {
    "\(prefix)inactive_anon \(anon)\n\(prefix)active_anon 0\n"
      + "\(prefix)inactive_file \(cache / 2)\n\(prefix)active_file \(cache - cache / 2)\n"
  }

  /// The kernel takes cache back before it kills: a group above that is full of it does not bind.
  @Test func pageCacheIsRoom() throws {
    var files = v2(["/t": ("160", "158"), "/t/a": ("60", "38")])
    #expect(try limits("/t/a", files).binding?.group == "/t")
    files["sys/fs/cgroup/t/memory.stat"] = stat(cache: 70, anon: 80)
    files["sys/fs/cgroup/t/a/memory.stat"] = stat(cache: 0, anon: 38)
    let path = try limits("/t/a", files)
    #expect(path.levels.map(\.headroom) == [22, 72])
    #expect(path.levels.map(\.memory.current) == [38, 158], "what the files say is kept")
    #expect(path.binding?.group == "/t/a")
  }

  /// As much as could go there, as far as the limits on the way up and the host let it.
  @Test(
    arguments: [
      (500, 60, 80, [42, 82]), (500, 60, 10, [32, 12]), (5, 60, 80, [27, 7]),
      (nil, 60, 80, [22, 2]),
      (500, 0, 80, [22, 2]),
    ] as [(UInt64?, Int32, Int, [UInt64])])
  func swapThatIsFreeIsRoom(
    _ free: UInt64?, _ swappiness: Int32, _ above: Int, _ headroom: [UInt64]
  ) throws {
    var files = v2(["/t": ("160", "158"), "/t/a": ("60", "38")])
    files["sys/fs/cgroup/t/memory.stat"] = stat(cache: 0, anon: 150)
    files["sys/fs/cgroup/t/a/memory.stat"] = stat(cache: 0, anon: 38)
    files["sys/fs/cgroup/t/memory.swap.max"] = "\(above + 5)\n"
    files["sys/fs/cgroup/t/memory.swap.current"] = "5\n"
    files["sys/fs/cgroup/t/a/memory.swap.max"] = "20\n"
    files["sys/fs/cgroup/t/a/memory.swap.current"] = "0\n"
    let path = try limits("/t/a", files, swapFree: free, swappiness: swappiness)
    #expect(path.levels.map(\.headroom) == headroom)
  }

  /// What goes to swap stays under the limit of both; only cache relieves that.
  @Test func ofVersion1SwapIsNoRoomUnderTheLimitOfBoth() throws {
    let group = "sys/fs/cgroup/memory/d/memory."
    var files = [
      group + "limit_in_bytes": "2000\n", group + "usage_in_bytes": "1900\n",
      group + "stat": stat(cache: 50, anon: 900) + stat(cache: 100, anon: 1800, "total_"),
      group + "swappiness": "60\n",
    ]
    func headroom() throws -> UInt64? {
      try limits("/d", files, swapFree: 300).levels.first?.headroom
    }
    #expect(try headroom() == 500)
    files[group + "memsw.limit_in_bytes"] = "2100\n"
    files[group + "memsw.usage_in_bytes"] = "1950\n"
    #expect(try headroom() == 250)
    files[group + "memsw.limit_in_bytes"] = Self.none
    files[group + "swappiness"] = "0\n"
    #expect(try headroom() == 200)
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
    #expect(path.binding?.headroom == 100)
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
    #expect(path.levels.map(\.headroom) == [200, 100, nil])
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
