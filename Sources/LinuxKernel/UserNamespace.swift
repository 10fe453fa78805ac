import Glibc

/// Which user namespace this process is in; only in the initial one does a capability count for the
/// whole system.
///
/// Source: the link `/proc/self/ns/user`, `user:[inode]`.
public enum UserNamespace {
  /// The kernel's fixed inode of the initial user namespace (`PROC_USER_INIT_INO`).
  static let initialInode: UInt64 = 0xEFFF_FFFD

  /// The inode in the link's text; nil when it is not of this form.
  public static func parse(_ bytes: Span<UInt8>) -> UInt64? {
    guard bytes.starts(with: "user:[", at: 0) else { return nil }
    var at = 6
    guard let inode = bytes.decimal(at: &at), at + 1 == bytes.count, bytes[at] == 0x5d else {
      return nil
    }
    return inode
  }

  /// Whether this process is in the initial one; a kernel built without user namespaces has no other.
  /// Nil when that cannot be read, and in a captured tree.
  public static func isInitial(_ root: KernelRoot) -> Bool? {
    guard root.isLive else { return nil }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text -> Bool? in
      let count = readlinkat(root.proc, "self/ns/user", text.baseAddress!, text.count)
      if count < 0 { return errno == ENOENT ? true : nil }
      let bytes = UnsafeRawBufferPointer(start: text.baseAddress, count: count)
      return parse(bytes.assumingMemoryBound(to: UInt8.self).span).map { $0 == initialInode }
    }
  }
}
