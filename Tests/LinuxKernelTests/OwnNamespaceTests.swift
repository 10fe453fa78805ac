import Glibc
import TestSupport
import Testing

@testable import LinuxKernel

struct OwnNamespaceTests {
  @Test(arguments: [
    (OwnNamespace.user, "user:[4026531837]", OwnNamespace.user.initialInode),
    (.user, "user:[4026532201]", 4_026_532_201),
    (.cgroup, "cgroup:[4026531835]", OwnNamespace.cgroup.initialInode),
  ])
  func readsTheLink(_ kind: OwnNamespace, _ text: String, _ inode: UInt64) {
    #expect(parsing(text, kind.parse) == inode)
    for cut in cuts(of: text) { #expect(parsing(cut, kind.parse) == nil) }
  }

  @Test(arguments: [
    "", "user:", "user:[]", "user:[x]", "user:[-1]", "user:[\(tooLarge)]", "pid:[4026531836]",
    "user:[1]]", "cgroup:[4026531835]",
  ])
  func refuses(_ text: String) {
    #expect(parsing(text, OwnNamespace.user.parse) == nil)
  }

  @Test(arguments: OwnNamespace.allCases)
  func agreesWithTheInodeItself(_ kind: OwnNamespace) throws {
    var status = stat()
    try #require(stat("/proc/self/ns/" + kind.rawValue, &status) == 0)
    #expect(try kind.isInitial(KernelRoot()) == (UInt64(status.st_ino) == kind.initialInode))
  }

  @Test func aCapturedTreeIsInNone() throws {
    let tree = TemporaryTree()
    let root = try KernelRoot(tree.path)
    for kind in OwnNamespace.allCases { #expect(kind.isInitial(root) == nil) }
  }
}
