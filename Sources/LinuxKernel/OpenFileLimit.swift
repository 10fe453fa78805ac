import Glibc

/// How many descriptors this process may have open.
///
/// Source: RLIMIT_NOFILE.
public enum OpenFileLimit {
  /// Zero where the kernel does not tell.
  public static func current() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
    return Int(clamping: limit.rlim_cur)
  }
}
