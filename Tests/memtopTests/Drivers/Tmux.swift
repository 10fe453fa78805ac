import Glibc
import TestSupport

/// A screen that a person would see: tmux interprets what the program sends.
///
/// Each has a server of its own on a private socket, and ends no other. What it leaves behind, the dead
/// socket, lies in a folder of its own. Its shell keeps no history: what it is told is nobody's past.
final class Tmux {
  private let folder = TemporaryTree()
  private let environment: [String]

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Starts a shell in a screen of the given size.
  init(width: Int, height: Int, environment changes: [String: String?] = [:]) throws {
    environment = Environment.list(changing: changes)
    try run(
      "-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)",
      "exec env PS1='ready> ' HISTFILE= bash --norc --noprofile")
    try expect("ready>")
  }

  deinit {
    _ = try? run("kill-server")
  }

  /// Sends keys by tmux's names (`F6`, `Escape`, `C-z`); what is no name is sent as text.
  func keys(_ keys: String...) throws {
    try run(["send-keys"] + keys)
  }

  /// Sends bytes as they are: what a terminal sends for a key or the mouse.
  func type(_ text: String) throws {
    try run("send-keys", "-l", text)
  }

  /// Presses a key as somebody does who has read the screen; what comes with it at once does nothing.
  func confirm(_ key: String = "Enter") throws {
    for _ in 0..<20 {
      usleep(150_000)
      try keys(key)
      usleep(150_000)
      // On a busy machine the frame comes late, and then memtop asks for another.
      let isAsked = try lines().contains {
        $0.contains("Enter came before this was on the screen")
          || $0.contains("was not on the screen before the key")
      }
      if !isAsked { return }
    }
  }

  /// Types a line for the shell.
  func command(_ text: String) throws {
    try type(text)
    try run("send-keys", "Enter")
  }

  func resize(width: Int, height: Int) throws {
    try run("resize-window", "-x", "\(width)", "-y", "\(height)")
  }

  /// The screen as lines of text.
  func lines() throws -> [String] {
    try run("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0)
    }
  }

  /// The screen once it fulfils what is expected of it.
  @discardableResult
  func wait(
    for what: String, within limit: Duration = .seconds(20), until isDone: ([String]) -> Bool
  ) throws -> [String] {
    let deadline = ContinuousClock.now + limit
    while true {
      let lines = try lines()
      if isDone(lines) { return lines }
      guard ContinuousClock.now < deadline else {
        throw Failure(
          description: "waited in vain for \(what); the screen:\n" + lines.joined(separator: "\n"))
      }
      usleep(30_000)
    }
  }

  @discardableResult
  func expect(_ wanted: String, within limit: Duration = .seconds(20)) throws -> [String] {
    try wait(for: "'\(wanted)'", within: limit) { lines in
      lines.contains { $0.contains(wanted) }
    }
  }

  @discardableResult
  private func run(_ arguments: String...) throws -> String {
    try run(arguments)
  }

  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    let result = try Captured.run(
      ["tmux", "-u", "-S", folder.path + "/socket"] + arguments, environment: environment)
    guard result.ending == .exit(0) else {
      throw Failure(description: "tmux \(arguments): \(result.error)")
    }
    return result.output
  }
}
