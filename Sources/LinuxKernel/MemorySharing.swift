import CLinux
import Glibc

/// Whether two processes live in one memory, so that a change of `oom_score_adj` reaches both and
/// both die together.
///
/// Source: `kcmp(2)`, `KCMP_VM`. It needs the right to trace both and a kernel that has the call.
public enum MemorySharing {
  public enum Answer: Equatable, Sendable {
    case shared
    case apart
    /// The kernel does not say: not permitted, or not built in.
    case cannotTell
  }

  /// Asks the kernel. A process that is gone shares nothing. Two that have no memory at all (kernel
  /// threads, zombies) would be called the same by the kernel: ask only for those that have some.
  public static func compare(_ a: ProcessHandle, _ b: ProcessHandle) -> Answer {
    answer(clinux_kcmp_vm(a.process.pid, b.process.pid), areSame: a.isSame() && b.isSame())
  }

  /// The same without holding them; of a captured tree their files are compared.
  public static func ask(_ a: ProcessID, _ b: ProcessID, in root: KernelRoot) -> Answer {
    guard root.isLive else { return compareFiles(a, b, in: root) }
    return answer(
      clinux_kcmp_vm(a.pid, b.pid), areSame: root.isThere(a) && root.isThere(b))
  }

  /// kcmp takes bare pids: its answer is about these two only if both were still there after it.
  private static func answer(_ order: Int32, areSame: @autoclosure () -> Bool) -> Answer {
    guard order != -ESRCH, areSame() else { return .apart }
    guard order >= 0 else { return .cannotTell }
    return order == 0 ? .shared : .apart
  }
}
