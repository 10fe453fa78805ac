import Glibc

/// How much memory this process may lock.
///
/// Source: RLIMIT_MEMLOCK. Unit: bytes.
enum LockedMemoryLimit {
  /// Nil where there is no limit, or the kernel does not tell it.
  static func current() -> UInt64? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit) == 0,
      limit.rlim_cur != rlim_t.max
    else { return nil }
    return UInt64(limit.rlim_cur)
  }
}
