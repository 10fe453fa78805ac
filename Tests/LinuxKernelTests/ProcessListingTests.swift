import Glibc
import LinuxKernel
import TestSupport
import Testing

struct ProcessListingTests {
  @Test func listsNumericNamesInOrder() throws {
    let tree = TemporaryTree()
    for name in [
      "10", "9", "1", "self", "1x", "x1", "0", "-5", "2147483647", "2147483648",
      "99999999999", "sys", "007", "7",
    ] {
      tree.makeDirectory("proc/" + name)
    }
    var listing = ProcessListing(try KernelRoot(tree.path))
    var pids: [Int32] = [77, 78]
    try listing.list(into: &pids)
    #expect(pids == [1, 7, 9, 10, .max])
  }

  @Test func listsMoreThanFitsIntoOneCall() throws {
    let tree = TemporaryTree()
    for pid in 1...3000 { tree.makeDirectory("proc/\(pid)") }
    var listing = ProcessListing(try KernelRoot(tree.path))
    var pids: [Int32] = []
    try listing.list(into: &pids)
    #expect(pids == Array(1...3000))
  }

  @Test func seesProcessesComeAndGo() throws {
    let root = try KernelRoot()
    var listing = ProcessListing(root)
    var pids: [Int32] = []
    let child = try ChildProcess()
    try listing.list(into: &pids)
    #expect(pids.contains(getpid()))
    #expect(pids.contains(child.pid))
    #expect(pids == pids.sorted())
    child.end()
    try listing.list(into: &pids)
    #expect(!pids.contains(child.pid))
  }
}
