/// What the users of a system are called by its own file. Other users may be known to name services
/// only: those are not asked here, for they may ask the network and block for long.
///
/// Source: `/etc/passwd` of the running system, or that of a captured tree.
public enum UserName {
  /// The names of these users as they are kept, not made visible; without those that have none.
  public static func lookUp(_ users: Set<UInt32>, in root: KernelRoot) -> [UInt32: String] {
    var buffer = ReadBuffer()
    return root.value(of: file, &buffer) { Passwd.names(of: users, in: $0) } ?? [:]
  }

  /// The number of the user of this name; nil when there is none.
  public static func find(_ name: String, in root: KernelRoot) -> UInt32? {
    var buffer = ReadBuffer()
    return root.value(of: file, &buffer) { Passwd.user(named: name, in: $0) }
  }

  /// The home of a user; nil when there is none.
  public static func home(of user: UInt32, in root: KernelRoot) -> String? {
    var buffer = ReadBuffer()
    return root.value(of: file, &buffer) { Passwd.home(of: user, in: $0) }
  }

  private static let file = "etc/passwd"
}
