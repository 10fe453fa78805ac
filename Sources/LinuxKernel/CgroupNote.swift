import CLinux
import Glibc

/// A text that memtop keeps at a group that it made, for as long as the group lives.
///
/// Source: the attribute `trusted.memtop` of the group's directory, which only root can see; `user.memtop`
/// (Since: 5.7) for others, in a directory whose attributes only its owner can read.
extension CgroupDirectory {
  /// The kernel keeps no longer one. Unit: bytes.
  static let longestNote = 65536

  private static let trusted = "trusted.memtop"
  private static let own = "user.memtop"

  /// Keeps a text, in place of the one before.
  ///
  /// Throws: EOPNOTSUPP where the kernel keeps none for this user, E2BIG for one that is too long.
  public func keep(note: [UInt8]) throws(KernelError) {
    var code = clinux_attribute_set(descriptor, Self.trusted, note, UInt(note.count))
    if code == -EPERM || code == -EOPNOTSUPP {
      try hideNames()
      code = clinux_attribute_set(descriptor, Self.own, note, UInt(note.count))
    }
    guard code == 0 else { throw KernelError(path: "/" + path, reason: .errno(-code)) }
  }

  /// The text that this user's memtop kept; nil where there is none. One that another user could have
  /// written is none.
  public func note() -> [UInt8]? {
    if let note = attribute(Self.trusted) { return note }
    guard owner == geteuid(), isOwnersAlone else { return nil }
    return attribute(Self.own)
  }

  private func attribute(_ name: String) -> [UInt8]? {
    let note = [UInt8](unsafeUninitializedCapacity: Self.longestNote) { bytes, count in
      count = max(
        0, clinux_attribute_get(descriptor, name, bytes.baseAddress, UInt(bytes.count)))
    }
    return note.isEmpty ? nil : note
  }
}
