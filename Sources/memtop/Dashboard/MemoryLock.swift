import Glibc
import LinuxKernel

/// Keeps memtop's own pages in memory: it is run on hosts that have none to spare.
enum MemoryLock {
  /// Locks what is in use and what will be, as it is touched; false where nothing is locked. Without
  /// the right to lock any amount a later allocation could fail, so then it is left.
  static func takeIfPermitted(_ root: KernelRoot) -> Bool {
    guard Capabilities.current(root)?.contains(.ipcLock) == true else { return false }
    return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0
  }

  static func release() { munlockall() }
}
