import CLinux
import Glibc

/// A cgroup's directory, held open: what is read and written through it is this group's, whatever is
/// made under its name later.
public final class CgroupDirectory: Sendable {
  /// A group that is removed and made again under its name has another.
  public struct Identity: Sendable, Hashable {
    public let device: UInt64
    public let inode: UInt64
  }

  public let identity: Identity
  /// From the root, without a leading slash, for what is refused and for messages.
  public let path: String
  let descriptor: Int32
  let root: KernelRoot

  /// Opens the directory of a group below a mount.
  ///
  /// - Parameter below: what follows the mount's directory, with a slash in front; empty for its root.
  ///   A name may hold any byte.
  ///
  /// Throws: ENOENT where there is no such group.
  public convenience init(
    _ root: KernelRoot, _ mount: CgroupMount, below: some Collection<UInt8>
  ) throws(KernelError) {
    // A mount at the root has an empty name, and what follows must not become an absolute path.
    try self.init(
      root, in: root.directory, Array("./".utf8) + Array(mount.directory.utf8) + Array(below),
      path: mount.directory + String(decoding: below, as: UTF8.self))
  }

  /// Opens a directory by its name below one that is open.
  init(
    _ root: KernelRoot, in folder: Int32, _ name: [UInt8], path: String, flags: Int32 = 0
  ) throws(KernelError) {
    var code: Int32 = 0
    let descriptor = (name + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { name in
        let descriptor = openat(
          folder, name.baseAddress!, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags)
        if descriptor < 0 { code = errno }
        return descriptor
      }
    }
    guard descriptor >= 0 else { throw KernelError(path: "/" + path, reason: .errno(code)) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      code = errno
      close(descriptor)
      throw KernelError(path: "/" + path, reason: .errno(code))
    }
    self.descriptor = descriptor
    self.root = root
    self.path = path
    identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  deinit { close(descriptor) }

  /// Reads one of the group's files; of a group that is removed nothing can be read.
  public func read(_ file: String, into buffer: inout ReadBuffer) -> ReadOutcome {
    if !root.denied.isEmpty, root.denied.contains(path + "/" + file) { return .denied }
    while true {
      let result = file.withCString {
        clinux_read_file(descriptor, $0, buffer.base, UInt(buffer.capacity), 1)
      }
      if result == buffer.capacity, buffer.grow() { continue }
      buffer.setCount(Swift.max(0, result))
      let outcome = ReadOutcome(result: result)
      buffer.note(outcome, of: path + "/" + file)
      return outcome
    }
  }

  /// What one of the group's files says, or why it does not.
  func reading<T>(
    _ file: String, _ buffer: inout ReadBuffer, _ parse: (Span<UInt8>) -> T?
  ) -> Reading<T> {
    switch read(file, into: &buffer) {
    case .bytes:
      buffer.withBytes { parse($0) }.map(Reading.value) ?? .notThisFile
    case .vanished, .unsupported: .absent
    case .denied: .denied
    case .failed(let code): .failed(errno: code)
    }
  }

  /// Writes one of the group's files in one write.
  ///
  /// Throws: the kernel's refusal.
  public func write(_ text: String, to file: String) throws(KernelError) {
    var opened: Int32 = 0
    var text = text
    let result = text.withUTF8 {
      clinux_write_file(descriptor, file, $0.baseAddress, UInt($0.count), &opened)
    }
    guard result == 0 else {
      throw KernelError(path: "/" + path + "/" + file, reason: .errno(Int32(-result)))
    }
  }

  /// Whether the group has a file of this name.
  public func has(_ file: String) -> Bool { faccessat(descriptor, file, F_OK, 0) == 0 }

  /// The names of the groups right below, in the order of their bytes.
  ///
  /// Throws: why they cannot be listed.
  public func subgroups() throws(KernelError) -> [[UInt8]] {
    let listed = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard listed >= 0 else { throw KernelError(path: "/" + path, reason: .errno(errno)) }
    var names: [[UInt8]] = []
    // Of a captured tree a folder may be a link to that of the tree before.
    func mayBeGroup(_ type: Int32) -> Bool {
      type == DT_DIR || type == DT_LNK && !root.isLive || type == DT_UNKNOWN
    }
    let code = FolderEntries.each(listed, where: mayBeGroup) { name, type in
      if type == DT_DIR || isFolder(name) { names.append(name) }
    }
    guard code == 0 else { throw KernelError(path: "/" + path, reason: .errno(code)) }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func isFolder(_ name: [UInt8]) -> Bool {
    var status = stat()
    let result = (name + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { fstatat(descriptor, $0.baseAddress!, &status, 0) }
    }
    return result == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
