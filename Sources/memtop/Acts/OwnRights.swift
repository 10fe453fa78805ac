import Glibc
import LinuxKernel
import MemtopCore

extension AdjRights {
  /// This program's own rights, as the kernel says now.
  static func own(_ root: KernelRoot) -> AdjRights {
    AdjRights(
      capabilities: .current(root), isInitialNamespace: OwnNamespace.user.isInitial(root),
      user: geteuid())
  }
}
