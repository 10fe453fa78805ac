import TestSupport
import Testing

@testable import LinuxKernel

struct MemoryPolicyTests {
  private static let heap = "55d0c000 bind:3 heap anon=2 dirty=2 N0=2 kernelpagesize_kB=4\n"

  private func parse(_ policy: String) -> MemoryPolicy? {
    parsing(
      Self.heap + "7ffd1000 \(policy) stack anon=3 dirty=3 N0=3 kernelpagesize_kB=4\n"
        + "7ffd5000 default\n", MemoryPolicy.parse)
  }

  @Test func theStackShowsTheTasksPolicy() throws {
    #expect(parse("bind:1") == .bound(NodeList(1)))
    #expect(parse("bind=static:0-1,3") == .bound(try #require(NodeList("0-1,3"))))
    for policy in ["default", "local", "prefer:1", "interleave:0-1", "prefer (many):0"] {
      #expect(parse(policy) == .free)
    }
  }

  @Test func withoutAStackNothingIsTold() {
    #expect(parsing(Self.heap, MemoryPolicy.parse) == nil)
    #expect(parsing("", MemoryPolicy.parse) == nil)
  }

  @Test func thisProcessTellsItsOwn() throws {
    var buffer = ReadBuffer()
    let root = try KernelRoot()
    guard case .bytes = root.read("proc/self/numa_maps", into: &buffer) else { return }
    #expect(MemoryPolicy.read(root.ownPID, in: root, &buffer) == .free)
  }
}
