import LinuxKernel
import Testing

struct CgroupPathTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(
    arguments: [
      (["/"], "/"), (["/a/b"], "/a/b"), (["/a/b", "/a/b"], "/a/b"), (["/a/b", "/a"], "/a"),
      (["/a/b", "/a/bc"], "/a"), (["/a", "/b"], "/"), (["/a/b/c", "/a/b/d", "/a/x"], "/a"),
    ] as [([String], String)])
  func theNearestGroupOfAll(_ groups: [String], _ common: String) {
    #expect(CgroupPath.common(groups.map(bytes)) == bytes(common))
  }

  @Test func downwardsBeginsAtTheRoot() {
    #expect(CgroupPath.downwards(to: bytes("/")) == [bytes("/")])
    #expect(
      CgroupPath.downwards(to: bytes("/a/b")) == [bytes("/"), bytes("/a"), bytes("/a/b")])
    #expect(CgroupPath.common([]) == nil)
  }

  @Test func aNameThatBeginsAlikeIsNotWithin() {
    #expect(CgroupPath.isWithin(bytes("/a/b"), bytes("/a")))
    #expect(CgroupPath.isWithin(bytes("/a"), bytes("/a")))
    #expect(CgroupPath.isWithin(bytes("/a"), bytes("/")))
    #expect(!CgroupPath.isWithin(bytes("/ab"), bytes("/a")))
    #expect(!CgroupPath.isWithin(bytes("/a"), bytes("/a/b")))
  }

  @Test(
    arguments: [
      ("/", "/a/b", "/a/b"), ("/", "/", ""), ("/pod", "/pod/a", "/a"), ("/pod", "/pod", ""),
      ("/pod", "/podium", nil), ("/pod", "/", nil), ("/", "/a/../b", nil), ("/", "a", nil),
      ("/..", "/a", "/a"), ("/", "/a/..", nil), ("/", "/..a", "/..a"),
    ] as [(String, String, String?)])
  func onlyWhatTheMountShowsIsOpened(_ group: String, _ told: String, _ below: String?) {
    let mount = CgroupMount(.v2, group: group, directory: "sys/fs/cgroup")
    #expect(mount.below(ofTold: bytes(told)) == below.map(bytes))
  }
}
