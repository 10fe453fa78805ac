import CLinux
import Glibc
import LinuxKernel

/// A program of the host's that memtop runs, and reads what it writes.
///
/// No shell, no environment of the caller's, no blocked or ignored signal. It ends with the thread that
/// reads it, and the kernel kills it before memtop.
struct ChildProgram {
  private static let environment = ["PATH=/usr/bin:/bin", "LC_ALL=C"]

  private let pid: pid_t
  /// To read from. Closed when the end was waited for.
  let output: Int32

  /// The first that can be run.
  ///
  /// - Parameter paths: absolute, so that no folder of the caller's can put another program in its place.
  static func find(_ paths: [String]) -> String? {
    paths.first { access($0, X_OK) == 0 }
  }

  /// - Parameters:
  ///   - takesErrors: what it writes to standard error is read too.
  ///   - more: variables of its environment, `NAME=value`.
  ///
  /// Throws: where it cannot be run.
  init(
    _ program: String, _ arguments: [String], takesErrors: Bool = false,
    environment more: [String] = []
  ) throws(KernelError) {
    var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] =
      (Self.environment + more).map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    var output: Int32 = -1
    let pid = clinux_child_start(program, &argv, &envp, takesErrors ? 1 : 0, &output)
    guard pid > 0 else { throw KernelError(path: program, reason: .errno(-pid)) }
    // A protected memtop would have a child that is as protected: this one is the first to go.
    if let root = try? KernelRoot() {
      try? OwnOOMScoreAdj.write(OOMScoreAdj.range.upperBound, ofChild: pid, root)
    }
    self.pid = pid
    self.output = output
  }

  /// What it writes, up to its end, a limit or a time, whatever comes first; then it has ended.
  ///
  /// - Parameters:
  ///   - limit: Unit: bytes.
  ///   - deadline: monotonic. Unit: nanoseconds.
  consuming func readAll(limit: Int, until deadline: UInt64) -> [UInt8] {
    run(limit: limit, until: deadline).output
  }

  /// The same, with the code that it ended with; nil where it was stopped or a signal ended it.
  consuming func run(limit: Int, until deadline: UInt64) -> (output: [UInt8], code: Int32?) {
    var bytes = [UInt8](repeating: 0, count: limit)
    var filled = 0
    var isAtEnd = false
    while filled < limit {
      var wait = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let ready = clinux_poll_until(&wait, 1, deadline)
      if ready == -EINTR { continue }
      guard ready > 0 else { break }
      let count = bytes.withUnsafeMutableBytes {
        read(output, $0.baseAddress! + filled, limit - filled)
      }
      if count < 0, errno == EINTR { continue }
      isAtEnd = count == 0
      guard count > 0 else { break }
      filled += count
    }
    guard isAtEnd else {
      stop()
      return (Array(bytes[..<filled]), nil)
    }
    return (Array(bytes[..<filled]), endCode())
  }

  /// Ends it where its output is not wanted to the end; a stopped one would not hear a milder signal.
  func stop() {
    kill(pid, SIGKILL)
    awaitEnd()
  }

  /// Takes its status; false where a signal ended it.
  @discardableResult func awaitEnd() -> Bool { endCode() != nil }

  private func endCode() -> Int32? {
    close(output)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? status >> 8 & 0xff : nil
  }
}
