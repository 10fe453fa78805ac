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
    try listing.list()
    #expect(listing.pids == [1, 7, 9, 10, .max])
  }

  @Test func listsMoreThanFitsIntoOneCall() throws {
    let tree = TemporaryTree()
    for pid in 1...3000 { tree.makeDirectory("proc/\(pid)") }
    var listing = ProcessListing(try KernelRoot(tree.path))
    try listing.list()
    #expect(listing.pids == Array(1...3000))
  }

  @Test func seesProcessesComeAndGo() throws {
    let root = try KernelRoot()
    var listing = ProcessListing(root)
    let child = try ChildProcess()
    try listing.list()
    #expect(listing.pids.contains(getpid()))
    #expect(listing.pids.contains(child.pid))
    #expect(listing.pids == listing.pids.sorted())
    child.end()
    try listing.list()
    #expect(!listing.pids.contains(child.pid))
  }

  /// What need not be listed anew is as what is: compared with a listing that remembers nothing.
  @Test func whoComesAndGoesIsNeverMissed() throws {
    let root = try KernelRoot()
    var listing = ProcessListing(root)
    var children: [ChildProcess] = []
    for turn in 0..<120 {
      switch turn % 7 {
      case 0, 3: children.append(try ChildProcess())
      case 1: children.removeFirst().end()
      case 4:
        // As many tasks as before.
        children.removeLast().end()
        children.append(try ChildProcess())
      default: break
      }
      try listing.list()
      let listed = Set(listing.pids)
      for child in children { #expect(listed.contains(child.pid)) }
      var anew = ProcessListing(root)
      try anew.list()
      // Others on this machine come and go between the two.
      let mine = Set(children.map(\.pid))
      #expect(listed.intersection(mine) == Set(anew.pids).intersection(mine))
    }
  }
}
