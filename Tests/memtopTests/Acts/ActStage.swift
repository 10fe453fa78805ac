import Foundation
import Glibc
import TestSupport

/// The dashboard in a PID namespace of its own, with processes that can be acted on: what befell them
/// can be seen, and their pids be given to others.
final class ActStage {
  /// A process and what was done to it, as the kernel tells it.
  struct Witness: Equatable {
    let pid: Int32
    let name: String
    var adj: Int
    /// Bits of signals that came: all are blocked, so they stay pending.
    var signals: UInt64
    var isStopped = false
    var hasEnded = false
  }

  /// Every key draws a frame, and all that is asked about must be in it.
  static let (width, height) = (110, 40)

  let terminal: PseudoTerminal
  private(set) var screen = TerminalScreen(width: width, height: height)
  private(set) var witnesses: [Witness] = []
  private let namespace: Spawned
  private let shell: Int32
  private let folder = TemporaryTree()
  private let talk: Int32
  private let memtop: Int32
  private var shown = 0
  private var names = 0

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Each order is a pid to end and one to begin with, 0 for none and any, and a program. The shell's
  /// own commands take no pid, so the one that was freed is the next.
  private static let script = """
    while read -r old new program; do
      if [ "$old" != 0 ]; then
        kill -KILL "$old"
        wait "$old"
      fi 2> /dev/null
      if [ "$program" != none ]; then
        [ "$new" = 0 ] || echo $((new - 1)) > /proc/sys/kernel/ns_last_pid
        env --block-signal "$program" 1000 > /dev/null 2>&1 &
        echo $!
      else
        echo 0
      fi
    done
    kill -KILL -1
    """

  init(count: Int, interval: Double) throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Failure(description: "socketpair") }
    talk = ends[0]
    defer { close(ends[1]) }
    let environment = Environment.list(changing: ["HOME": folder.path])
    namespace = try Spawned(
      ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child", "/bin/sh", "-c", Self.script],
      environment: environment, input: ends[1], output: ends[1])
    shell = try namespace.child()
    terminal = try PseudoTerminal(
      ["nsenter", "--target", "\(shell)", "--pid", "--mount"] + [
        MemtopBinary.path, "--no-config", "--no-protect", "--source", "proc", "--interval",
        "\(interval)",
        "--filter", "ppid=1",
      ], width: Self.width, height: Self.height, environment: ["HOME": folder.path])
    memtop = try terminal.program.child()
    for _ in 0..<count { try add() }
    try wait(for: "the processes") { stage in
      stage.witnesses.allSatisfy { stage.shows("\($0.name)") }
    }
  }

  deinit {
    close(talk)
    waitUntil { namespace.poll() != nil }
  }

  // MARK: The processes

  /// Ends the process and begins another under its pid; nil where somebody else was given that pid.
  func reuse(_ witness: Witness) throws -> Witness? {
    witnesses.removeAll { $0.pid == witness.pid }
    let other = try begin(after: witness.pid, as: witness.pid)
    return other.pid == witness.pid ? other : nil
  }

  @discardableResult
  func add() throws -> Witness { try begin(after: 0, as: 0) }

  /// Puts others in the place of those to whom something was done.
  func refresh() throws {
    for witness in witnesses where witness.hasEnded || witness.signals != 0 || witness.isStopped {
      witnesses.removeAll { $0.pid == witness.pid }
      _ = try begin(after: witness.pid, as: 0)
    }
  }

  /// Looks at all of them; those to whom something was done since, before and after.
  func look() -> [(before: Witness, after: Witness)] {
    var changes: [(before: Witness, after: Witness)] = []
    for index in witnesses.indices {
      let before = witnesses[index]
      witnesses[index] = seen(before)
      if witnesses[index] != before { changes.append((before, witnesses[index])) }
    }
    return changes
  }

  private func begin(after old: Int32, as new: Int32) throws -> Witness {
    names += 1
    let name = "act\(names)x"
    let program = folder.path + "/" + name
    symlink("/bin/sleep", program)
    let order = "\(old) \(new) \(program)\n"
    guard send(talk, order, order.utf8.count, Int32(MSG_NOSIGNAL)) == order.utf8.count
    else {
      throw Failure(description: "the shell is gone")
    }
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = Glibc.read(talk, &buffer, buffer.count)
    let digits = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).trimmed
    guard let pid = Int32(digits) else {
      throw Failure(description: "no pid: \(digits)")
    }
    let isThere = waitUntil { self.file(pid, "comm") == name + "\n" }
    guard isThere else { throw Failure(description: "\(name) did not begin") }
    let witness = Witness(
      pid: pid, name: name, adj: Int(file(pid, "oom_score_adj")?.trimmed ?? "") ?? 0, signals: 0)
    witnesses.append(witness)
    return witness
  }

  private func seen(_ witness: Witness) -> Witness {
    var now = witness
    guard let status = file(witness.pid, "status"), !status.contains("State:\tZ") else {
      now.hasEnded = true
      return now
    }
    for line in status.split(separator: "\n") {
      if line.hasPrefix("ShdPnd:") {
        now.signals = UInt64(String(line.dropFirst(7)).trimmed, radix: 16) ?? 0
      }
      if line.hasPrefix("State:") { now.isStopped = line.contains("T (") }
    }
    now.adj = file(witness.pid, "oom_score_adj").flatMap { Int($0.trimmed) } ?? witness.adj
    return now
  }

  /// As the namespace has it.
  private func file(_ pid: Int32, _ name: String) -> String? {
    try? String(contentsOfFile: "/proc/\(shell)/root/proc/\(pid)/\(name)", encoding: .utf8)
  }

  // MARK: The screen

  var text: String { screen.lines.joined(separator: "\n") }

  /// It takes keys: it was not stopped by a signal of its own.
  var isAwake: Bool { state == "S" || state == "R" }

  var hasEnded: Bool { terminal.program.poll() != nil }

  func shows(_ text: String) -> Bool { screen.lines.contains { $0.contains(text) } }

  /// Sends keys and waits until all that they led to is done and drawn.
  func press(_ keys: String) {
    terminal.type(keys)
    settle()
  }

  /// Lets a frame stand for as long as memtop wants it to have been seen.
  func read() {
    usleep(60_000)
    settle()
  }

  /// Waits until memtop has taken its input and sleeps, and takes over what it drew.
  func settle() {
    waitUntil {
      while terminal.read(for: 0) {}
      let isIdle = terminal.hasNoInput && isWaiting
      return (isIdle && !terminal.read(for: 2) && terminal.hasNoInput && isWaiting) || hasEnded
    }
    screen.take(terminal.output[shown...])
    shown = terminal.output.count
  }

  func wait(for what: String, until isDone: (ActStage) -> Bool) throws {
    let holds = waitUntil {
      settle()
      return isDone(self)
    }
    guard holds else {
      throw Failure(description: "no \(what):\n" + text)
    }
  }

  /// It sleeps until something comes, and not in the middle of an act: a lock of the kernel's may put it to
  /// sleep there too. A kernel that does not tell where writes a zero.
  private var isWaiting: Bool {
    guard state == "S" else { return false }
    let place = try? String(contentsOfFile: "/proc/\(memtop)/wchan", encoding: .utf8)
    return place.map { $0.contains("poll") || $0 == "0" } ?? true
  }

  private var state: Character? {
    let stat = try? String(contentsOfFile: "/proc/\(memtop)/stat", encoding: .utf8)
    return stat.flatMap { text in text.lastIndex(of: ")").map { text[text.index($0, offsetBy: 2)] }
    }
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
