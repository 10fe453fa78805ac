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

  @Test(
    arguments: [
      ("VmHWM:\t2292 kB\nVmRSS:\t2000 kB\n", MemorySharing.Answer.apart),
      ("VmHWM:\t2656 kB\nVmRSS:\t2000 kB\nThreads:\t2\n", .cannotTell), (nil, .cannotTell),
    ] as [(String?, MemorySharing.Answer)])
  func ofACapturedSystemThePeaksTellThemApart(
    _ status: String?, _ answer: MemorySharing.Answer
  ) throws {
    let tree = TemporaryTree([
      "proc/7/status": "VmHWM:\t2656 kB\nVmRSS:\t2000 kB\nThreads:\t1\n"
    ])
    if let status { tree.write("proc/8/status", Array(status.utf8)) }
    let root = try KernelRoot(tree.path)
    let (first, second) = (ProcessID(pid: 7, startTime: 1), ProcessID(pid: 8, startTime: 2))
    #expect(MemorySharing.ask(first, second, in: root) == answer)
  }

  @Test func aRunningKernelIsAsked() throws {
    let (a, b) = (try ChildProcess(.sharedMemory), try ChildProcess(.sharedMemory))
    let answer = MemorySharing.ask(try a.id(root), try b.id(root), in: root)
    #expect(answer == MemorySharing.compare(try hold(a), try hold(b)))
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
