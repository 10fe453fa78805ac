import Foundation
import TestSupport

/// A program started by a test, ended at the latest when the test lets go of it.
final class Spawned {
  let pid: pid_t
  private(set) var status: Int32?

  /// POSIX_SPAWN_SETSID, which glibc's headers show only as an extension.
  private static let newSession: Int32 = 0x80

  struct Failure: Error {
    var errno: Int32
  }

  /// Starts a program with files in place of its standard streams, without core dumps, and with no
  /// signal blocked or ignored.
  ///
  /// - Parameter terminal: the streams are this terminal, and a new session has it for its own.
  init(
    _ arguments: [String], environment: [String], terminal: String? = nil,
    input: Int32 = -1, output: Int32 = -1, error: Int32 = -1
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let terminal {
      posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    } else {
      for (from, to) in [(input, Int32(0)), (output, 1), (error, 2)] where from >= 0 {
        posix_spawn_file_actions_adddup2(&actions, from, to)
      }
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let flags =
      POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (terminal == nil ? 0 : Self.newSession)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let shell = ["/bin/sh", "-c", "ulimit -c 0; exec \"$@\"", "sh"] + arguments
    var argv = shell.map { strdup($0) } + [nil]
    var envp = environment.map { strdup($0) } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var pid = pid_t()
    let result = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &argv, &envp)
    guard result == 0 else { throw Failure(errno: result) }
    self.pid = pid
  }

  deinit {
    guard status == nil else { return }
    kill(pid, SIGKILL)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
  }

  /// The pid of its only child, once there is one.
  func child() throws -> Int32 {
    var found: Int32?
    waitUntil {
      let list = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
      found = list.flatMap { Int32($0.trimmingCharacters(in: .whitespaces)) }
      return found != nil
    }
    guard let found else { throw Failure(errno: ECHILD) }
    return found
  }

  /// How it ended, if it has: `.exit(code)` or `.signal(number)`.
  func poll() -> Ending? {
    if status == nil {
      var status: Int32 = 0
      guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
      self.status = status
    }
    return status.map(Ending.init)
  }
}

/// How a program ended.
enum Ending: Equatable {
  case exit(Int32)
  case signal(Int32)

  init(status: Int32) {
    let signal = status & 0x7f
    self = signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
  }
}
