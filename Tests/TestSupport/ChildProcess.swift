import CTestSystem
import Glibc
import LinuxKernel

/// A child that waits for signals, ended with the test that made it.
public final class ChildProcess {
  public let pid: Int32
  private var isEnded = false

  public enum Kind { case ownMemory, sharedMemory, headless, zombie }

  public init(_ kind: Kind = .ownMemory) throws(KernelError) {
    pid =
      switch kind {
      case .ownMemory: ctest_fork()
      case .sharedMemory: ctest_clone_vm()
      case .headless: ctest_headless()
      case .zombie: ctest_zombie()
      }
    guard pid > 0 else { throw KernelError(path: "child", reason: .errno(-pid)) }
  }

  /// A child with a pid that is free now.
  ///
  /// Throws: EPERM where the kernel does not let this user choose.
  public init(pid wanted: Int32) throws(KernelError) {
    pid = ctest_fork_as(wanted)
    guard pid > 0 else { throw KernelError(path: "child", reason: .errno(-pid)) }
  }

  deinit { end() }

  /// Ends it and takes its status, so that the pid is free again.
  ///
  /// Returns the signal that ended it.
  @discardableResult
  public func end() -> Int32 {
    if isEnded { return 0 }
    isEnded = true
    return ctest_end(pid)
  }

  /// Throws: when it is gone.
  public func id(_ root: KernelRoot) throws(KernelError) -> ProcessID {
    guard let stat = stat(root) else { throw KernelError(path: "child", reason: .errno(ESRCH)) }
    return ProcessID(pid: pid, startTime: stat.startTime)
  }

  public func stat(_ root: KernelRoot) -> ProcessStat? {
    var files = ProcessFiles(root)
    files.select(pid)
    guard case .bytes = files.read(.stat) else { return nil }
    return files.withBytes { ProcessStat($0) }
  }
}

/// Asks again and again, for five seconds at most; false when it never held.
@discardableResult
public func waitUntil(_ condition: () throws -> Bool) rethrows -> Bool {
  let deadline = KernelClock.monotonic() + 5_000_000_000
  while try !condition() {
    if KernelClock.monotonic() > deadline { return false }
    usleep(1000)
  }
  return true
}
