import Glibc

/// Which namespace this process is in, of a kind.
///
/// Source: the link `/proc/self/ns/user`, `user:[inode]`, and its like.
public enum OwnNamespace: String, Sendable, CaseIterable {
  /// Only in the initial one does a capability count for the whole system.
  case user
  /// Only in the initial one are groups called as the kernel's log calls them. Since: 4.6.
  case cgroup

  /// The kernel's fixed inode of the initial one (`PROC_USER_INIT_INO`, `PROC_CGROUP_INIT_INO`).
  var initialInode: UInt64 {
    switch self {
    case .user: 0xEFFF_FFFD
    case .cgroup: 0xEFFF_FFFB
    }
  }

  /// The inode in the link's text; nil when it is not of this form.
  public func parse(_ bytes: Span<UInt8>) -> UInt64? {
    let start: StaticString =
      switch self {
      case .user: "user:["
      case .cgroup: "cgroup:["
      }
    guard bytes.starts(with: start, at: 0) else { return nil }
    var at = start.utf8CodeUnitCount
    guard let inode = bytes.decimal(at: &at), at + 1 == bytes.count, bytes[at] == 0x5d else {
      return nil
    }
    return inode
  }

  /// Whether this process is in the initial one; a kernel built without such namespaces has no other.
  /// Nil when that cannot be read, and in a captured tree.
  public func isInitial(_ root: KernelRoot) -> Bool? {
    guard root.isLive else { return nil }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text -> Bool? in
      let count = readlinkat(root.proc, "self/ns/" + rawValue, text.baseAddress!, text.count)
      if count < 0 { return errno == ENOENT ? true : nil }
      let bytes = UnsafeRawBufferPointer(start: text.baseAddress, count: count)
      return parse(bytes.assumingMemoryBound(to: UInt8.self).span).map { $0 == initialInode }
    }
  }
}

extension KernelRoot {
  /// Groups are called here as the kernel's log calls them; so it is taken to be where that cannot be told.
  public var namesGroupsAsLog: Bool { OwnNamespace.cgroup.isInitial(self) ?? true }
}
