import Glibc

/// How many descriptors memtop may have open: a prompt holds two for each of its processes.
enum DescriptorLimit {
  /// Takes as many as the system lets this process have without asking anyone.
  static func raise() {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(resource, &limit)
  }
}
