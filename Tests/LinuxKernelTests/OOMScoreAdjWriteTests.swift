import Glibc
import LinuxKernel
import TestSupport
import Testing

struct OOMScoreAdjWriteTests {
  let root: KernelRoot

  init() throws { root = try KernelRoot() }

  /// What the kernel says, by another way than the code under test.
  private func adj(_ pid: Int32) -> Int? {
    guard let file = fopen("/proc/\(pid)/oom_score_adj", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 32)
    return fgets(&line, 32, file).map { atol($0) }
  }

  /// Children have their parent's value and floor.
  private var own: Int32 { Int32(adj(getpid())!) }

  @Test func readsTheValue() throws {
    let child = try ChildProcess()
    #expect(try ProcessHandle(child.id(root), in: root).readAdj() == own)
  }

  @Test func raisesAndLowersAgain() throws {
    let child = try ChildProcess()
    let handle = try ProcessHandle(child.id(root), in: root)
    for value in [own + 1, 500, 1000, 990, own] {
      try handle.writeAdj(value)
      #expect(try handle.readAdj() == value)
      #expect(adj(child.pid) == Int(value))
    }
  }

  @Test(arguments: [-1, -500, -1000])
  func belowZeroNeedsTheCapability(_ value: Int32) throws {
    let child = try ChildProcess()
    let handle = try ProcessHandle(child.id(root), in: root)
    let before = try handle.readAdj()
    let mayLower =
      Capabilities.current(root)?.contains(.sysResource) == true
      && OwnNamespace.user.isInitial(root) == true
    if mayLower {
      try handle.writeAdj(value)
      #expect(adj(child.pid) == Int(value))
    } else {
      #expect(throws: OOMScoreAdjWriteError.notTaken(errno: EACCES)) { try handle.writeAdj(value) }
      #expect(try handle.readAdj() == before)
    }
  }

  @Test(arguments: [1001, -1001, Int32.max, Int32.min])
  func theKernelRefusesWhatIsOutOfRange(_ value: Int32) throws {
    let child = try ChildProcess()
    let handle = try ProcessHandle(child.id(root), in: root)
    #expect(throws: OOMScoreAdjWriteError.notTaken(errno: EINVAL)) { try handle.writeAdj(value) }
    #expect(try handle.readAdj() == own)
  }

  @Test func aProcessThatIsGoneIsNotWritten() throws {
    let child = try ChildProcess()
    let handle = try ProcessHandle(child.id(root), in: root)
    child.end()
    #expect(throws: OOMScoreAdjWriteError.gone) { try handle.writeAdj(5) }
    #expect(throws: KernelError(path: "/proc/\(child.pid)/oom_score_adj", reason: .errno(ESRCH))) {
      try handle.readAdj()
    }
  }
}
