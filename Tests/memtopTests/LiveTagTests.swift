import Glibc
import TestSupport
import Testing

/// Tagged groups on the screen, and real ones behind it.
@Suite(.serialized, .enabled(if: SmallGroup.isPossible, SmallGroup.requirement))
struct LiveTagTests {
  @Test func oneLimitForTwoGroupsAndOneUndo() throws {
    let groups = [try SmallGroup(limit: 64 << 20), try SmallGroup(limit: 48 << 20)]
    let tmux = try Tmux(width: 120, height: 50)
    try tmux.command("\(MemtopBinary.path) --no-config")
    try tmux.expect("Processes")
    try tmux.keys("3")
    try tmux.expect("CURRENT")
    // No other test's groups.
    for group in groups {
      try tmux.keys("/")
      try tmux.expect("Search")
      try tmux.type(String(group.path.dropFirst()))
      try tmux.confirm()
      try tmux.expect("search: ")
      try tmux.keys("Space")
    }
    try tmux.expect("tagged 2")
    try tmux.confirm("e")
    try tmux.expect("Limits of 2 groups")
    try tmux.type("32M")
    try tmux.expect("2 of 2 groups change")
    try tmux.confirm()
    try tmux.wait(for: "both limits") { _ in groups.allSatisfy { $0.limit == 32 << 20 } }
    try tmux.keys("Escape")
    try tmux.keys("z")
    try tmux.expect("Undo the last change")
    try tmux.confirm()
    try tmux.wait(for: "both limits put back") { _ in
      groups.map(\.limit) == [64 << 20, 48 << 20]
    }
  }
}
