import CLinux
import Glibc
import LinuxKernel
import MemtopCore

/// The journal's kernel messages and those of programs that kill, by one run of journalctl.
struct Journal: Sendable {
  /// Absolute, so that no folder of the caller's can put another program in its place.
  private static let paths = ["/usr/bin/journalctl", "/bin/journalctl"]
  private static let environment = ["PATH=/usr/bin:/bin", "LC_ALL=C"]
  private static let pieceSize = 1 << 16

  private let program: String

  /// Nil where there is no journalctl.
  init?(paths: [String] = paths) {
    guard let path = paths.first(where: { access($0, X_OK) == 0 }) else { return nil }
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
    let child = try start(Self.arguments(since: since))
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

  private struct Child {
    let pid: pid_t
    let output: Int32

    /// Ends it where its output is not wanted to the end; a stopped one would not hear a milder signal.
    func stop() {
      kill(pid, SIGKILL)
      _ = awaitEnd()
    }

    /// Takes its status; false where a signal ended it.
    func awaitEnd() -> Bool {
      close(output)
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      return status & 0x7f == 0
    }
  }

  /// No shell, no environment of the caller's, no blocked or ignored signal. It ends with the thread that reads it.
  private func start(_ arguments: [String]) throws(KernelError) -> Child {
    var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = Self.environment.map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    var output: Int32 = -1
    let pid = clinux_child_start(program, &argv, &envp, &output)
    guard pid > 0 else { throw KernelError(path: program, reason: .errno(-pid)) }
    // A protected memtop would have a child that is as protected: this one is the first to go.
    if let root = try? KernelRoot() {
      try? OwnOOMScoreAdj.write(OOMScoreAdj.range.upperBound, ofChild: pid, root)
    }
    return Child(pid: pid, output: output)
  }
}
