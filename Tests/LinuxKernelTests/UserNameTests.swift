import Glibc
import LinuxKernel
import TestSupport
import Testing

struct UserNameTests {
  @Test func asksTheRunningSystem() throws {
    let root = try KernelRoot()
    #expect(UserName.lookUp(0, in: root) == "root")
    #expect(UserName.find("root", in: root) == 0)
    #expect(UserName.find("no such user\u{7}", in: root) == nil)
    #expect(UserName.lookUp(4_294_967_290, in: root) == nil)
  }

  @Test func aCapturedTreeHasItsOwnUsers() throws {
    let tree = TemporaryTree(["etc/passwd": "toor:x:0:0::/:/bin/sh\nevil\u{1b}[31m:x:7:7::/:\n"])
    let root = try KernelRoot(tree.path)
    #expect(UserName.lookUp(0, in: root) == "toor")
    #expect(UserName.lookUp(7, in: root) == "evil\u{1b}[31m")
    #expect(UserName.lookUp(1, in: root) == nil)
    #expect(UserName.find("toor", in: root) == 0)
    #expect(UserName.find("root", in: root) == nil)
  }

  @Test func aCapturedTreeWithoutUsersAsksNobodyElse() throws {
    let tree = TemporaryTree()
    let root = try KernelRoot(tree.path)
    #expect(UserName.lookUp(0, in: root) == nil)
  }
}
