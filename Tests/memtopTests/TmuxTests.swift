import Foundation
import TestSupport
import Testing

/// What the tests' own terminal leaves behind on the machine of who runs them: nothing.
@Suite struct TmuxTests {
  @Test func neitherHistoryNorSocketIsLeft() throws {
    let home = TemporaryTree()
    let sockets = TemporaryTree()
    func session() throws {
      let tmux = try Tmux(
        width: 80, height: 24,
        environment: [
          "HOME": home.path, "HISTFILE": home.path + "/history", "TMUX_TMPDIR": sockets.path,
        ])
      try tmux.command("echo $((40 + 2)); echo left > $HOME/mark")
      try tmux.expect("42")
      // The shell ends as at a logout: that is when it would write.
      try tmux.command("exec sh -c 'echo $((50 + 4)); while :; do sleep 1; done'")
      try tmux.expect("54")
    }
    try session()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home.path).sorted() == ["mark", "proc"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: sockets.path) == ["proc"])
  }
}
