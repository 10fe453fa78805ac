import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// What `oom_score_adj` is scaled by.
@Suite struct KillScopeTests {
  private static let swap: UInt64 = 100 << 20

  private func scope(
    _ release: String, _ files: [String: String], swappiness: Int32? = nil
  ) throws -> KillScope {
    let tree = TemporaryTree(files.reduce(into: [:]) { $0["g/" + $1.key] = $1.value })
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer()
    let memory =
      CgroupMemoryV1(root, "g", &buffer).map(GroupMemory.v1)
      ?? CgroupMemoryV2(root, "g", &buffer).map(GroupMemory.v2)
    return KillScope.group(
      "/g", try #require(memory), swap: Self.swap, swappiness: swappiness, pageSize: 4096,
      KillRules(release: release))
  }

  @Test(
    arguments: [
      ("6.12", "max", 60, (40 + 100) << 8), ("6.12", "8388608", 60, 48 << 8),
      ("6.12", "8388608", 0, 40 << 8), ("5.4", "8388608", 60, 48 << 8), ("6.12", "0", 60, 40 << 8),
    ] as [(String, String, Int32, Int64)])
  func ofVersion2(_ release: String, _ swap: String, _ swappiness: Int32, _ pages: Int64) throws {
    let scope = try scope(
      release, ["memory.max": "41943040\n", "memory.swap.max": swap + "\n"], swappiness: swappiness)
    #expect(scope.totalPages == pages)
    #expect(scope.isLimited && scope.group == "/g")
  }

  @Test(
    arguments: [
      ("6.1", "50331648", "60", 48 << 8), ("6.1", "50331648", "0", 40 << 8),
      ("6.1", "9223372036854771712", "60", 140 << 8), ("5.4", "50331648", "60", 48 << 8),
      ("4.4", "9223372036854771712", "60", 140 << 8), ("6.1", nil, "60", 140 << 8),
    ] as [(String, String?, String, Int64)])
  func ofVersion1(_ release: String, _ both: String?, _ swappiness: String, _ pages: Int64) throws {
    var files = [
      "memory.limit_in_bytes": "41943040\n", "memory.swappiness": swappiness + "\n",
    ]
    if let both { files["memory.memsw.limit_in_bytes"] = both + "\n" }
    #expect(try scope(release, files).totalPages == pages)
  }

  @Test func withoutALimitItSaysSo() throws {
    #expect(try !scope("6.12", ["memory.max": "max\n"]).isLimited)
    #expect(try !scope("6.1", ["memory.limit_in_bytes": "9223372036854771712\n"]).isLimited)
    #expect(try scope("6.12", ["memory.max": "0\n", "memory.swap.max": "0\n"]).totalPages == 1)
  }

  @Test(
    arguments: [
      ("/a", "/a", true), ("/a", "/a/b", true), ("/a", "/ab", false), ("/a", "/", false),
      (nil, "/x", true), ("/", "/x", true),
    ] as [(String?, String, Bool)])
  func holdsItsSubgroups(_ group: String?, _ path: String, _ isInside: Bool) {
    #expect(KillScope(group: group, totalPages: 1).holds(path.utf8) == isInside)
  }

  @Test func withoutHierarchyItHoldsItselfAlone() {
    let scope = KillScope(group: "/a", totalPages: 1, isHierarchical: false)
    #expect(scope.holds("/a".utf8) && !scope.holds("/a/b".utf8))
  }
}
