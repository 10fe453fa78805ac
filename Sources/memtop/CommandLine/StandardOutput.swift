import Glibc
import MemtopCore

/// Writes to the descriptors that a command was given.
enum StandardOutput {
  /// The reader of standard output has gone, which is its right.
  struct Closed: Error {}

  /// Writes all bytes to standard output.
  ///
  /// Throws: `Closed` when the other end of a pipe is closed, else why it cannot be written.
  static func write(_ bytes: [UInt8]) throws {
    switch write(bytes, to: STDOUT_FILENO) {
    case 0: return
    case EPIPE: throw Closed()
    case let code:
      throw CommandFailure("standard output: \(ErrnoText.describe(code))", .inputOutput)
    }
  }

  /// One line on standard error; nothing from outside reaches it raw.
  static func complain(_ message: String) {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    _ = write(Array(("memtop: " + VisibleText.make(line) + "\n").utf8), to: STDERR_FILENO)
  }

  /// The errno of the write that failed, or 0.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&ready, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }
}
