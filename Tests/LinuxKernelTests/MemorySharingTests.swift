import LinuxKernel
import TestSupport
import Testing

struct MemorySharingTests {
  let root: KernelRoot

  init() throws { root = try KernelRoot() }

  @Test func aForkedChildHasMemoryOfItsOwn() throws {
    let (a, b) = (try ChildProcess(), try ChildProcess())
    let answer = try MemorySharing.compare(hold(a), hold(b))
    #expect(answer == (try canCompare() ? .apart : .cannotTell))
  }

  @Test func childrenClonedIntoOneMemoryShareIt() throws {
    let (a, b) = (try ChildProcess(.sharedMemory), try ChildProcess(.sharedMemory))
    let answer = try MemorySharing.compare(hold(a), hold(b))
    #expect(answer == (try canCompare() ? .shared : .cannotTell))
  }

  @Test func aProcessThatIsGoneSharesNothing() throws {
    let (a, b) = (try ChildProcess(.sharedMemory), try ChildProcess(.sharedMemory))
    let (first, second) = (try hold(a), try hold(b))
    b.end()
    #expect(MemorySharing.compare(first, second) == .apart)
  }

  private func hold(_ child: ChildProcess) throws -> ProcessHandle {
    try ProcessHandle(child.id(root), in: root)
  }

  /// Whether this kernel answers at all: a process shares its memory with itself.
  private func canCompare() throws -> Bool {
    let child = try ChildProcess()
    let handle = try hold(child)
    return withExtendedLifetime(child) { MemorySharing.compare(handle, handle) == .shared }
  }
}
