import CLinux
import Glibc
import LinuxKernel

/// Files that appear whole or not at all.
enum AtomicFile {
  /// Writes a file through a new one beside it, which then takes its name.
  ///
  /// The new file is created exclusively, so that nothing laid in its way is followed. A link at
  /// `path` is replaced, not followed; one of another user on the way is refused.
  ///
  /// - Parameters:
  ///   - mode: nil for 0644 without what the umask takes away.
  ///   - isDurable: wait until it would outlast a power cut.
  ///
  /// Throws: the first step that failed; nothing is left behind.
  static func write(
    _ bytes: [UInt8], to path: String, mode: mode_t? = nil, isDurable: Bool = false
  ) throws(KernelError) {
    let folder = try TrustedFolder(of: path)
    let (descriptor, temporary) = try create(in: folder, path, mode ?? 0o644)
    var failure = WholeWrite.put(bytes, descriptor)
    if failure == 0, let mode, fchmod(descriptor, mode) != 0 { failure = errno }
    if failure == 0, isDurable, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, renameat(folder.descriptor, temporary, folder.descriptor, folder.name) != 0 {
      failure = errno
    }
    guard failure == 0 else {
      unlinkat(folder.descriptor, temporary, 0)
      throw KernelError(path: path, reason: .errno(failure))
    }
  }

  /// Whether a file could be created at `path` now.
  ///
  /// Throws: why not.
  static func checkWritable(_ path: String) throws(KernelError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw KernelError(path: path, reason: .errno(EISDIR))
    }
    let folder = try TrustedFolder(of: path)
    let (descriptor, temporary) = try create(in: folder, path, 0o600)
    close(descriptor)
    unlinkat(folder.descriptor, temporary, 0)
  }

  /// What is to be secret is so before its first byte is written.
  private static func create(
    in folder: borrowing TrustedFolder, _ path: String, _ mode: mode_t
  ) throws(KernelError) -> (Int32, String) {
    for _ in 0..<16 {
      let temporary =
        folder.name + "." + String(UInt32.random(in: .min ... .max), radix: 36) + ".new"
      let descriptor = openat(
        folder.descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
      if descriptor >= 0 { return (descriptor, temporary) }
      if errno != EEXIST { break }
    }
    throw KernelError(path: path, reason: .errno(errno))
  }
}
