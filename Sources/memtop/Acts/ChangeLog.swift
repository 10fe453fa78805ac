import Glibc
import LinuxKernel
import MemtopCore
import MemtopExport

/// The file that everything that is done to a process is appended to, a line each.
final class ChangeLog {
  let path: String
  private let author: ChangeAuthor
  private let descriptor: Int32
  /// The last line could not be written to its end.
  private var isTorn = false

  /// Opens the file, or creates one that only its owner may read.
  ///
  /// A link is not followed: whoever may write into the folder could lead root's lines elsewhere.
  ///
  /// Throws: when it is no file that can be appended to.
  init(_ path: String, by author: ChangeAuthor) throws(KernelError) {
    // Not blocking, so that a pipe in the file's place cannot stop memtop.
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    descriptor = open(path, flags, 0o600)
    self.path = path
    self.author = author
    guard descriptor >= 0 else { throw KernelError(path: path, reason: .errno(errno)) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw KernelError(path: path, reason: .malformed("it is not a file"))
    }
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
