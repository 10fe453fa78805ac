import CLinux
import Glibc
import LinuxKernel
import MemtopCore
import MemtopExport

/// The file that everything that is done to a process, a cgroup or a unit is appended to, a line each.
final class ChangeLog {
  let path: String
  private let author: ChangeAuthor
  private let descriptor: Int32
  /// The last line could not be written to its end.
  private var isTorn = false

  /// Opens the file, or creates one that only its owner may read.
  ///
  /// Root's lines go only where nobody else chose that they go: into a regular file of its own that has one
  /// name and that others may not write to, by a path without another user's links. A link in the file's
  /// place is never followed. The same holds for every user.
  ///
  /// Throws: when it is no such file.
  init(_ path: String, by author: ChangeAuthor) throws(KernelError) {
    let folder = try TrustedFolder(of: path)
    // Not blocking, so that a pipe in the file's place cannot stop memtop.
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    descriptor = openat(folder.descriptor, folder.name, flags, 0o600)
    self.path = path
    self.author = author
    guard descriptor >= 0 else {
      let code = errno
      throw KernelError(
        path: path,
        reason: code == ELOOP ? .malformed("it is a link, which is not followed") : .errno(code))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw KernelError(path: path, reason: .errno(errno))
    }
    if let reason = Self.objection(to: status) {
      throw KernelError(path: path, reason: .malformed(reason))
    }
  }

  /// Why nothing is appended to a file; nil for one of this user's own.
  private static func objection(to status: stat) -> String? {
    guard status.st_mode & S_IFMT == S_IFREG else { return "it is not a file" }
    guard status.st_uid == geteuid() else { return "it belongs to user \(status.st_uid)" }
    guard status.st_nlink == 1 else { return "it has \(status.st_nlink) names (hard links)" }
    guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
      return "others may write to it: its mode is 0" + String(status.st_mode & 0o7777, radix: 8)
    }
    return nil
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Appends what was done; what comes back is why it is not in the file.
  func append(_ records: [ActRecord]) -> String? {
    for record in records {
      // A half line stays a line of its own.
      let line = (isTorn ? [0x0a] : []) + ActJSON.line(record, by: author)
      let failure = WholeWrite.put(line, descriptor)
      isTorn = failure != 0
      guard failure == 0 else {
        let reason = ErrnoText.describe(failure)
        return "it is done, but it is not in the log: \(path): \(reason)"
      }
    }
    return nil
  }
}
