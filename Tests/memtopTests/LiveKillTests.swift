import Glibc
import Testing

/// Real kills in a small cgroup, on the screen while they happen.
@Suite(.serialized) struct LiveKillTests {
  /// A kill can only be seen in a log that may be read.
  private static let isLogReadable: Bool = {
    let log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    if log >= 0 { close(log) }
    return log >= 0
  }()

  @Test(
    .enabled(if: SmallGroup.isPossible, SmallGroup.requirement),
    .enabled(if: isLogReadable, "needs the right to read /dev/kmsg"))
  func aKillTakesTheVerdictsPlaceForAWhile() throws {
    let tmux = try Tmux(width: 120, height: 40)
    try tmux.command("\(MemtopBinary.path) --no-config")
    try tmux.wait(for: "the verdict") { $0.count > 1 && $0[1].contains("available") }
    let group = try SmallGroup()
    let pid = try group.kill()
    let line = try tmux.wait(for: "the kill of \(pid)") { $0[1].contains("KILLED  \(pid) tail") }[1]
    #expect(line.contains("by the kernel (cgroup \(group.path))"))
    try tmux.wait(for: "the verdict to come back") { $0[1].contains("available") }
  }
}
