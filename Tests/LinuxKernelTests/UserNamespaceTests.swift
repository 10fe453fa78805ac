import Glibc
import TestSupport
import Testing

@testable import LinuxKernel

struct UserNamespaceTests {
  @Test(arguments: [
    ("user:[4026531837]", UserNamespace.initialInode), ("user:[4026532201]", 4_026_532_201),
  ])
  func readsTheLink(_ text: String, _ inode: UInt64) {
    #expect(parsing(text, UserNamespace.parse) == inode)
    for cut in cuts(of: text) { #expect(parsing(cut, UserNamespace.parse) == nil) }
  }

  @Test(arguments: [
    "", "user:", "user:[]", "user:[x]", "user:[-1]", "user:[\(tooLarge)]", "pid:[4026531836]",
    "user:[1]]",
  ])
  func refuses(_ text: String) {
    #expect(parsing(text, UserNamespace.parse) == nil)
  }

  @Test func agreesWithTheInodeItself() throws {
    var status = stat()
    try #require(stat("/proc/self/ns/user", &status) == 0)
    #expect(
      try UserNamespace.isInitial(KernelRoot())
        == (UInt64(status.st_ino) == UserNamespace.initialInode))
  }

  @Test func aCapturedTreeIsInNone() throws {
    let tree = TemporaryTree()
    let root = try KernelRoot(tree.path)
    #expect(UserNamespace.isInitial(root) == nil)
  }
}
