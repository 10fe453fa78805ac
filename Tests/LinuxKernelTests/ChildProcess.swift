import CTestSystem
import LinuxKernel
import Testing

/// A child that waits for signals, ended with the test that made it.
final class ChildProcess {
  let pid: Int32
  private var isEnded = false

  enum Kind { case ownMemory, sharedMemory }

  init(_ kind: Kind = .ownMemory) throws {
    pid = kind == .ownMemory ? ctest_fork() : ctest_clone_vm()
    try #require(pid > 0)
  }

  deinit { end() }

  /// Ends it and takes its status, so that the pid is free again.
  ///
  /// Returns the signal that ended it.
  @discardableResult
  func end() -> Int32 {
    if isEnded { return 0 }
    isEnded = true
    return ctest_end(pid)
  }

  func id(_ root: KernelRoot) throws -> ProcessID {
    try ProcessID(pid: pid, startTime: #require(stat(root)?.startTime))
  }

  func stat(_ root: KernelRoot) -> ProcessStat? {
    var files = ProcessFiles(root)
    files.select(pid)
    guard case .bytes = files.read(.stat) else { return nil }
    return files.withBytes { ProcessStat($0) }
  }
}
