import Glibc
import TestSupport
import Testing

/// The Explain view of a real process on a real screen.
@Suite struct ExplainLiveTests {
  private func open(_ key: String, on target: Spawned, _ tmux: Tmux) throws {
    try tmux.command("\(MemtopBinary.path) --filter pid=\(target.pid)")
    try tmux.wait(for: "the row of \(target.pid)") { lines in
      lines.contains { $0.contains("\(target.pid) ") && $0.contains("sleep") }
    }
    try tmux.keys(key)
    try tmux.expect("Explain \(target.pid) sleep")
  }

  @Test(arguments: ["x", "Enter"]) func tellsWhatTheKernelTellsOfAProcess(_ key: String) throws {
    let target = try Spawned(["sleep", "600"], environment: Environment.list(changing: [:]))
    let tmux = try Tmux(width: 100, height: 90)
    try open(key, on: target, tmux)
    let lines = try tmux.wait(for: "everything to be read") { lines in
      lines.contains { $0.contains(" USS ") } && lines.contains { $0.contains("badness") }
        && lines.contains { $0.contains("/sleep") }
    }
    let text = lines.joined(separator: "\n")
    #expect(text.contains("on the host"))
    #expect(text.contains("page tables"))
    #expect(text.contains("The kernel's oom_score is"))
    #expect(text.contains("heap"))
    #expect(text.contains("sleep 600"))
    try tmux.keys("Escape")
    try tmux.wait(for: "the page to close") { !$0.contains { $0.contains("Why this score") } }
  }

  @Test func saysWhenItsProcessHasEnded() throws {
    let target = try Spawned(["sleep", "600"], environment: Environment.list(changing: [:]))
    let tmux = try Tmux(width: 80, height: 24)
    try open("x", on: target, tmux)
    kill(target.pid, SIGKILL)
    try tmux.wait(for: "the end of the process") { _ in target.poll() != nil }
    try tmux.expect("It has ended.")
    try tmux.keys("PageDown", "PageDown", "Escape")
    try tmux.wait(for: "the page to close") { !$0.contains { $0.contains("It has ended.") } }
  }

  @Test func readsACapturedSystem() throws {
    let tmux = try Tmux(width: 100, height: 100)
    let tree = Fixtures.path("mappings/6.12")
    try tmux.command("\(MemtopBinary.path) --root \(tree) --filter 'adj>0'")
    try tmux.expect("COMMAND")
    try tmux.keys("x")
    let lines = try tmux.wait(for: "the captured mappings") { lines in
      lines.contains { $0.contains("/dev/shm/buffers.7781") }
    }
    let text = lines.joined(separator: "\n")
    #expect(text.contains("in /web.slice"))
    #expect(text.contains("lazily freed"))
    #expect(text.contains("binds"))
  }
}
