import Glibc

/// Finds out what a user is called.
///
/// Source: the running system's name services, which may ask the network and block for long; in a
/// captured tree its `etc/passwd`, never the host's.
public enum UserName {
  /// The name as it is kept, not made visible; nil when there is none.
  public static func lookUp(_ user: UInt32, in root: KernelRoot) -> String? {
    guard root.isLive else {
      var buffer = ReadBuffer()
      return root.value(of: "etc/passwd", &buffer) { Passwd.name(of: user, in: $0) }
    }
    var capacity = 1 << 10
    while capacity <= 1 << 17 {
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      let (code, name) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) {
        text -> (Int32, String?) in
        let code = getpwuid_r(user, &entry, text.baseAddress!, text.count, &found)
        return (code, found == nil ? nil : String(cString: entry.pw_name))
      }
      if code != ERANGE { return name }
      capacity *= 2
    }
    return nil
  }
}

extension UserName {
  /// The number of the user of this name; nil when there is none.
  ///
  /// Source: as for `lookUp`.
  public static func find(_ name: String, in root: KernelRoot) -> UInt32? {
    guard root.isLive else {
      var buffer = ReadBuffer()
      return root.value(of: "etc/passwd", &buffer) { Passwd.user(named: name, in: $0) }
    }
    var capacity = 1 << 10
    while capacity <= 1 << 17 {
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      let code = withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) {
        getpwnam_r(name, &entry, $0.baseAddress!, $0.count, &found)
      }
      if code != ERANGE { return found == nil ? nil : entry.pw_uid }
      capacity *= 2
    }
    return nil
  }
}
