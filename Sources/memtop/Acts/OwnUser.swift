import Glibc
import LinuxKernel
import MemtopCore

extension ChangeAuthor {
  /// The user that memtop runs as.
  ///
  /// - Parameter root: where the user's name is looked up; nil leaves it out, for name services can
  ///   ask the network.
  static func own(_ root: KernelRoot?) -> ChangeAuthor {
    let user = geteuid()
    return ChangeAuthor(
      user: user, name: root.flatMap { HostUsers($0).name(of: user) },
      sudoUser: getenv("SUDO_USER").map { String(cString: $0) })
  }
}
