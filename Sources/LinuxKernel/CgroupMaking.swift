import Glibc

extension CgroupDirectory {
  /// Makes a group right below this one and holds it.
  ///
  /// - Parameter name: one part of a path.
  ///
  /// Throws: the kernel's refusal; EEXIST where a group or file has the name, EAGAIN where no more
  /// groups are allowed here.
  public func make(_ name: String) throws(KernelError) -> CgroupDirectory {
    let path = path + "/" + name
    guard mkdirat(descriptor, name, 0o755) == 0 else {
      throw KernelError(path: "/" + path, reason: .errno(errno))
    }
    let made = try CgroupDirectory(
      root, in: descriptor, Array(name.utf8), path: path, flags: O_NOFOLLOW)
    // Whoever may write here could have put another in its place.
    guard made.owner == geteuid() else {
      throw KernelError(path: "/" + path, reason: .malformed("another user made it"))
    }
    return made
  }

  /// Removes a group right below this one, if it is still the one that is held.
  ///
  /// Throws: ENOENT where it is not, EBUSY while it has processes or groups below.
  public func remove(_ name: String, _ group: CgroupDirectory) throws(KernelError) {
    let path = path + "/" + name
    let found = try CgroupDirectory(
      root, in: descriptor, Array(name.utf8), path: path, flags: O_NOFOLLOW)
    guard found.identity == group.identity else {
      throw KernelError(path: "/" + path, reason: .errno(ENOENT))
    }
    guard unlinkat(descriptor, name, AT_REMOVEDIR) == 0 else {
      throw KernelError(path: "/" + path, reason: .errno(errno))
    }
  }

  /// The user that the group belongs to, who may change it; nil where it is gone.
  public var owner: UInt32? { status?.st_uid }

  /// Whether only its owner may change what the directory holds.
  var isOwnersAlone: Bool { status.map { $0.st_mode & (S_IWGRP | S_IWOTH) == 0 } ?? false }

  /// Why this program may not make a group below or write a file of this one; nil where it may.
  public func objection(toWriting file: String = ".") -> Int32? {
    faccessat(descriptor, file, W_OK, AT_EACCESS) == 0 ? nil : errno
  }

  /// Hides the names of its files from other users, who may still open those they know.
  func hideNames() throws(KernelError) {
    guard fchmod(descriptor, 0o711) == 0 else {
      throw KernelError(path: "/" + path, reason: .errno(errno))
    }
  }

  private var status: stat? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status : nil
  }
}
