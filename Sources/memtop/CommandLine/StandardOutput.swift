import Glibc
import MemtopCore
import MemtopExport
import MemtopUI

/// Writes to the descriptors that a command was given.
enum StandardOutput {
  /// The reader of standard output has gone, which is its right.
  struct Closed: Error {}

  /// Writes all bytes to standard output.
  ///
  /// Throws: `Closed` when the other end of a pipe is closed, else why it cannot be written.
  static func write(_ bytes: [UInt8]) throws {
    switch WholeWrite.put(bytes, STDOUT_FILENO) {
    case 0: return
    case EPIPE: throw Closed()
    case let code:
      throw CommandFailure("standard output: \(ErrnoText.describe(code))", .inputOutput)
    }
  }

  /// One line on standard output, made visible.
  ///
  /// Throws: as `write`.
  static func say(_ line: String) throws { try write(Array((VisibleText.make(line) + "\n").utf8)) }

  /// What an act would do, or did.
  ///
  /// Throws: as `write`.
  static func say(_ lines: [AboutLine]) throws {
    let encoding = CharacterEncoding.ofEnvironment()
    try AboutText(isUnicode: encoding.isUTF8, measure: encoding.cells)
      .write(lines, to: ChunkedOutput(write))
  }

  /// Stands between an old and a new value.
  static var arrow: String {
    (CharacterEncoding.ofEnvironment().isUTF8 ? Glyphs.unicode : .ascii).arrow
  }

  /// One line on standard error; nothing from outside reaches it raw.
  static func complain(_ message: String) {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    _ = WholeWrite.put(Array(("memtop: " + VisibleText.make(line) + "\n").utf8), STDERR_FILENO)
  }

  /// What is being done, in the place of what was said before; empty clears it. For terminals.
  static func progress(_ message: String) {
    _ = WholeWrite.put(Array(("\r" + message + "\u{1b}[K").utf8), STDERR_FILENO)
  }
}
