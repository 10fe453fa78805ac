import Glibc
import LinuxKernel
import TestSupport
import Testing

struct UserNameTests {
  @Test func readsTheRunningSystemsFile() throws {
    let root = try KernelRoot()
    #expect(UserName.lookUp([0, 4_294_967_290], in: root) == [0: "root"])
    #expect(UserName.find("root", in: root) == 0)
    #expect(UserName.find("no such user\u{7}", in: root) == nil)
    #expect(UserName.home(of: 0, in: root) == "/root")
  }

  @Test func aCapturedTreeHasItsOwnUsers() throws {
    let tree = TemporaryTree(["etc/passwd": "toor:x:0:0::/t:/bin/sh\nevil\u{1b}[31m:x:7:7::/:\n"])
    let root = try KernelRoot(tree.path)
    #expect(UserName.lookUp([0, 1, 7], in: root) == [0: "toor", 7: "evil\u{1b}[31m"])
    #expect(UserName.find("toor", in: root) == 0)
    #expect(UserName.find("root", in: root) == nil)
    #expect(UserName.home(of: 0, in: root) == "/t")
  }

  @Test func aCapturedTreeWithoutUsersAsksNobodyElse() throws {
    let tree = TemporaryTree()
    let root = try KernelRoot(tree.path)
    #expect(UserName.lookUp([0], in: root).isEmpty)
  }
}
