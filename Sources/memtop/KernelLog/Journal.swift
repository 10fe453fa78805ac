import Glibc
import LinuxKernel
import MemtopCore

/// The journal's kernel messages and those of programs that kill, by one run of journalctl.
struct Journal: Sendable {
  private static let paths = ["/usr/bin/journalctl", "/bin/journalctl"]
  private static let pieceSize = 1 << 16

  private let program: String

  /// Nil where there is no journalctl.
  init?(paths: [String] = paths) {
    guard let path = ChildProgram.find(paths) else { return nil }
    program = path
  }

  /// - Parameter since: entries from this time on, of any boot; nil: of this boot.
  static func arguments(since: SinceTime?) -> [String] {
    var arguments = [
      "--quiet", "--no-pager", "--output=json",
      "--output-fields=MESSAGE,SYSLOG_IDENTIFIER,SYSLOG_FACILITY,"
        + "_SOURCE_MONOTONIC_TIMESTAMP,_TRANSPORT,_UID,_SYSTEMD_UNIT",
      since.map { "--since=@\($0.seconds)" } ?? "--boot", "_TRANSPORT=kernel",
    ]
    for name in JournalIdentifiers.all { arguments += ["+", "SYSLOG_IDENTIFIER=" + name] }
    return arguments
  }

  /// What one run of journalctl came to.
  struct Reading {
    let kernelEntries: Int
    /// False where a signal ended it: it was killed.
    let isWhole: Bool
  }

  /// Hands on what journalctl writes, an entry of JSON in a line.
  ///
  /// Throws: what `take` throws; a `KernelError` where journalctl cannot be run.
  func read(since: SinceTime?, _ take: (Span<UInt8>) throws -> Void) throws -> Reading {
    var entries = KernelEntryCount()
    let child = try ChildProgram(program, Self.arguments(since: since))
    var isAtEnd = false
    defer { if !isAtEnd { child.stop() } }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceSize, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = Glibc.read(child.output, piece.baseAddress, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        isAtEnd = true
        return Reading(kernelEntries: entries.count, isWhole: child.awaitEnd())
      }
      let bytes = piece[..<count].assumingMemoryBound(to: UInt8.self)
      entries.read(bytes)
      try take(bytes.span)
    }
  }
}
