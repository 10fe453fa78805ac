import CLinux
import CZlib
import Glibc
import LinuxKernel
import MemtopCore

/// A log in a file or on standard input, compressed by gzip or not.
struct LogFile: ~Copyable {
  /// Pieces of this size stay in the processor's cache between reading and searching.
  private static let pieceSize = 1 << 18

  private let name: String
  private let file: gzFile

  /// - Parameter path: `-` is standard input.
  ///
  /// Throws: when the file cannot be opened.
  init(_ path: String) throws(CommandFailure) {
    name = path == "-" ? "standard input" : path
    let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandFailure("--file: \(name): \(ErrnoText.describe(errno))", .noInput)
    }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw CommandFailure("--file: \(name): \(ErrnoText.describe(EISDIR))", .noInput)
    }
    guard let file = gzdopen(descriptor, "rb") else {
      close(descriptor)
      throw CommandFailure("--file: \(name): \(ErrnoText.describe(ENOMEM))", .system)
    }
    self.file = file
    gzbuffer(file, UInt32(Self.pieceSize / 2))
  }

  deinit { gzclose(file) }

  /// Hands on the log piece by piece; what comes back is why it could not be read to its end.
  ///
  /// Throws: what `take` throws.
  func read(_ take: (Span<UInt8>) throws -> Void) rethrows -> CommandFailure? {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceSize, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = Int(gzread(file, piece.baseAddress, UInt32(piece.count)))
      if count > 0 {
        try take(piece[..<count].assumingMemoryBound(to: UInt8.self).span)
      } else {
        return problem.map { CommandFailure("--file: \(name): \($0)", .inputOutput) }
      }
    }
  }

  /// Why reading stopped; nil at the end of the log.
  private var problem: String? {
    var code: Int32 = 0
    let text = gzerror(file, &code)
    switch code {
    case Z_OK, Z_STREAM_END: return nil
    case Z_ERRNO: return ErrnoText.describe(errno)
    case Z_BUF_ERROR: return "the compressed data ends early"
    default: return text.map { String(cString: $0) } ?? "the compressed data is broken"
    }
  }
}
