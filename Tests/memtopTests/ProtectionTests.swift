import CTestSystem
import Foundation
import TestSupport
import Testing

/// memtop's own place in the kernel's kill order, and its locked memory, as the kernel tells them.
@Suite struct ProtectionTests {
  /// What the rights of this process let memtop take; it has the same.
  private var canLower: Bool { ctest_effective_capabilities() & 1 << 24 != 0 }
  private var canLock: Bool { LockedMemory.isPermitted }

  private func adj(of pid: Int32) throws -> Int? {
    try Int(
      String(contentsOfFile: "/proc/\(pid)/oom_score_adj", encoding: .utf8)
        .trimmingCharacters(in: .newlines))
  }

  @Test func itTakesWhatItsRightsAllowAndSaysSo() throws {
    let terminal = try PseudoTerminal([MemtopBinary.path, "--no-config"], width: 160)
    try terminal.expect(canLower && canLock ? "itself is killed last" : "itself can be killed")
    let own = try adj(of: getpid())
    #expect(try adj(of: terminal.program.pid) == (canLower ? -999 : own))
    // Memory is locked once the list of tasks is loaded.
    #expect(try waitUntil { try LockedMemory.isHeld(by: terminal.program.pid) == canLock })
  }

  @Test func noProtectLeavesBothAlone() throws {
    let terminal = try PseudoTerminal(
      [MemtopBinary.path, "--no-config", "--no-protect"], width: 160)
    try terminal.expect("itself can be killed")
    #expect(try adj(of: terminal.program.pid) == adj(of: getpid()))
    #expect(try !LockedMemory.isHeld(by: terminal.program.pid))
  }

  @Test func whileItIsStoppedItIsLikeAnyOther() throws {
    let file = FileManager.default.temporaryDirectory.path + "/memtop-\(UUID().uuidString)"
    defer { unlink(file) }
    let tmux = try Tmux(width: 160, height: 30)
    try tmux.command("bash -c 'echo $$ > \(file); exec \(MemtopBinary.path) --no-config'")
    try tmux.expect(canLower && canLock ? "itself is killed last" : "itself can be killed")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let pid = try #require(Int32(text.trimmingCharacters(in: .newlines)))
    try tmux.keys("C-z")
    try tmux.expect("Stopped")
    #expect(try adj(of: pid) == adj(of: getpid()))
    #expect(try !LockedMemory.isHeld(by: pid))
    try tmux.command("fg")
    try tmux.wait(for: "the lock") { _ in (try? LockedMemory.isHeld(by: pid)) == canLock }
    try tmux.wait(for: "its place") { _ in
      (try? adj(of: pid)) == (canLower ? -999 : try? adj(of: getpid()))
    }
  }
}
