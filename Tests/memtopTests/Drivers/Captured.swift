import Glibc

/// What a program without a terminal wrote, and how it ended.
struct Captured {
  var ending: Ending
  var output: String
  var error: String

  struct Failure: Error {}

  /// Runs a program to its end; its input is empty.
  static func run(
    _ arguments: [String], environment: [String], within limit: Duration = .seconds(60)
  ) throws -> Captured {
    let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
    let files = [try temporaryFile(), try temporaryFile()]
    defer { for file in files + [input] { close(file) } }
    let program = try Spawned(
      arguments, environment: environment, input: input, output: files[0], error: files[1])
    let deadline = ContinuousClock.now + limit
    while true {
      if let ending = program.poll() {
        return Captured(ending: ending, output: text(of: files[0]), error: text(of: files[1]))
      }
      guard ContinuousClock.now < deadline else { throw Failure() }
      usleep(2000)
    }
  }

  private static func temporaryFile() throws -> Int32 {
    var path = Array("/tmp/memtop-test-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw Failure() }
    unlink(path)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    return file
  }

  private static func text(of file: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = pread(file, &buffer, buffer.count, off_t(bytes.count))
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
