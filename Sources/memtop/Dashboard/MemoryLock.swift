import CLinux
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

  /// Gives free pages of the heap back, which cannot be while they are locked.
  static func giveHolesBack(_ root: KernelRoot) {
    release()
    clinux_trim_heap()
    _ = takeIfPermitted(root)
  }

  /// Lets go of the program's pages that are in memory, locked or not: those that are needed come back
  /// from the page cache as they are touched.
  static func letGoOfProgram(_ root: KernelRoot) {
    release()
    clinux_let_go_of_program()
    _ = takeIfPermitted(root)
  }
}
