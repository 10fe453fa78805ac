import Glibc
import LinuxKernel
import TestSupport
import Testing

struct ProcessHandleTests {
  let root: KernelRoot

  init() throws { root = try KernelRoot() }

  @Test func holdsALivingProcess() throws {
    let child = try ChildProcess()
    let handle = try ProcessHandle(child.id(root), in: root)
    #expect(handle.isSame())
    #expect(handle.owner == geteuid())
  }

  @Test func seesThatItIsGone() throws {
    let child = try ChildProcess()
    let handle = try ProcessHandle(child.id(root), in: root)
    child.end()
    #expect(!handle.isSame())
    #expect(throws: KernelError(path: "/proc/\(child.pid)", reason: .errno(ESRCH))) {
      try handle.signal(SIGTERM)
    }
  }

  @Test func aReusedPidIsNotTheSame() throws {
    let child = try ChildProcess()
    let id = try child.id(root)
    let earlier = ProcessID(pid: id.pid, startTime: id.startTime - 1)
    #expect(throws: KernelError(path: "/proc/\(id.pid)", reason: .errno(ESRCH))) {
      try ProcessHandle(earlier, in: root)
    }
    #expect(try ProcessHandle(id, in: root).isSame())
  }

  @Test func aPidThatIsFreeIsGone() throws {
    let child = try ChildProcess()
    let id = try child.id(root)
    child.end()
    #expect(throws: KernelError(path: "/proc/\(id.pid)", reason: .errno(ESRCH))) {
      try ProcessHandle(id, in: root)
    }
  }

  @Test(arguments: [SIGTERM, SIGKILL, SIGUSR1])
  func endsAChildBySignal(_ number: Int32) throws {
    let child = try ChildProcess()
    try ProcessHandle(child.id(root), in: root).signal(number)
    // The first of two fatal signals is what the child ends with.
    waitUntil { child.stat(root)?.state == UInt8(ascii: "Z") }
    #expect(child.end() == number)
  }

  @Test func stopsAndContinuesAChild() throws {
    let child = try ChildProcess()
    let handle = try ProcessHandle(child.id(root), in: root)
    try handle.signal(SIGSTOP)
    #expect(waitUntil { child.stat(root)?.state == UInt8(ascii: "T") })
    try handle.signal(SIGCONT)
    #expect(waitUntil { child.stat(root)?.state == UInt8(ascii: "S") })
  }

  @Test func refusesASignalThereIsNot() throws {
    let child = try ChildProcess()
    let handle = try ProcessHandle(child.id(root), in: root)
    #expect(throws: KernelError(path: "/proc/\(child.pid)", reason: .errno(EINVAL))) {
      try handle.signal(1000)
    }
    #expect(handle.isSame())
  }

  @Test func aCapturedTreeHasNothingToHold() throws {
    let tree = TemporaryTree([
      "proc/1/stat": "1 (init) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 2 \n"
    ])
    let captured = try KernelRoot(tree.path)
    #expect(throws: KernelError(path: "/proc/1", reason: .errno(EROFS))) {
      try ProcessHandle(ProcessID(pid: 1, startTime: 2), in: captured)
    }
  }

  @Test func letsGoOfItsDescriptors() throws {
    let child = try ChildProcess()
    let id = try child.id(root)
    // Far more than a process may have open.
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    for _ in 0..<min(limit.rlim_cur, 2000) + 10 { _ = try ProcessHandle(id, in: root) }
  }
}
