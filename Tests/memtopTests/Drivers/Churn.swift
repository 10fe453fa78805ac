import Glibc
import TestSupport

/// Processes that come and go in a PID namespace of their own: each turn ends all of them and begins
/// as many others.
final class Churn {
  static let size = 16

  private let namespace: Spawned
  /// The parent of all of them, which is process 1 of the namespace.
  private let shell: Int32
  private let fifo: TemporaryTree
  private let talk: Int32

  struct Failure: Error {}

  /// A child waits until somebody writes into a FIFO, which nobody does: that takes no other program.
  private static let script = """
    while read -r turn; do
      [ -z "$herd" ] || kill -KILL $herd
      wait
      herd=
      while [ "$turn" -gt 0 ]; do
        : < "$0" &
        herd="$herd $!"
        turn=$((turn - 1))
      done
      echo $!
    done
    [ -z "$herd" ] || kill -KILL $herd
    wait
    """

  init() throws {
    fifo = TemporaryTree()
    let path = fifo.path + "/never"
    guard mkfifo(path, 0o600) == 0 else { throw Failure() }
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Failure() }
    talk = ends[0]
    defer { close(ends[1]) }
    namespace = try Spawned(
      ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child"]
        + ["/bin/sh", "-c", Self.script, path], environment: Environment.list(changing: [:]),
      input: ends[1], output: ends[1])
    shell = try namespace.child()
  }

  /// What runs a program in the namespace, as a child of its own.
  var entry: [String] { ["nsenter", "--target", "\(shell)", "--pid", "--mount"] }

  deinit {
    close(talk)
    waitUntil { namespace.poll() != nil }
  }

  /// Replaces all processes; the pid of the last one that was made, as the namespace has it.
  func turn(of size: Int = Churn.size) throws -> Int32 {
    let order = "\(size)\n"
    guard write(talk, order, order.utf8.count) == order.utf8.count else { throw Failure() }
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = read(talk, &buffer, buffer.count)
    let digits = String(decoding: buffer.prefix(max(0, count)).dropLast(), as: UTF8.self)
    guard let pid = Int32(digits) else { throw Failure() }
    return pid
  }
}
