import TestSupport
import Testing

/// Broken and hostile captured hosts in the dashboard, in a real terminal.
@Suite(.serialized) struct HostileTerminalTests {
  private func arguments(_ tree: String) -> [String] {
    [
      MemtopBinary.path, "--no-config", "--root", Fixtures.path(tree), "--columns",
      "pid,user,oomScoreAdj,rss,growth,cgroup,comm", "--sort", "pid", "--reverse",
    ]
  }

  /// What remains of a terminal's stream when the sequences that ncurses sends are taken out.
  private func plainText(_ bytes: [UInt8]) -> [UInt8] {
    var rest: [UInt8] = []
    var at = 0
    while at < bytes.count {
      guard bytes[at] == 0x1b, at + 1 < bytes.count else {
        rest.append(bytes[at])
        at += 1
        continue
      }
      switch bytes[at + 1] {
      case 0x5b:
        at += 2
        while at < bytes.count, !(0x40...0x7e).contains(bytes[at]) { at += 1 }
        at += 1
      case 0x28, 0x29: at += 3
      case 0x37, 0x38, 0x3d, 0x3e, 0x4d: at += 2
      default:
        // Not a sequence of this program: keep the escape, so that it is found.
        rest.append(bytes[at])
        at += 1
      }
    }
    return rest
  }

  @Test(arguments: BrokenTrees.names) func nothingHarmfulReachesTheTerminal(tree: String) throws {
    let terminal = try PseudoTerminal(arguments(tree), width: 160, height: 40)
    try terminal.expect("Processes")
    try terminal.settle()
    // Command lines, tree, kernel threads, the end of the list, wide columns, search, sort, help.
    for keys in [
      "P", "t", "K", "\u{1b}[F", "\u{1b}[C\u{1b}[C", "t", "/a) R\r", "nn", "\u{1b}", "\u{1b}[17~",
      "\u{1b}", "u", "\u{1b}", "\u{1b}OP", "\u{1b}", "o", "\u{1b}", "M", "I", "P",
    ] {
      terminal.type(keys)
      try terminal.settle(quiet: 100)
    }
    terminal.resize(width: 20, height: 5)
    terminal.signal(28)
    try terminal.settle()
    terminal.resize(width: 250, height: 60)
    terminal.signal(28)
    try terminal.settle()
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
    // Line and column moves, and the shift-in that ends line drawing.
    let moves: Set<UInt8> = [0x08, 0x09, 0x0a, 0x0d, 0x0e, 0x0f]
    #expect(RawOutput.harm(in: plainText(terminal.output), allowed: moves) == nil)
    for attack in ["\u{1b}]", "\u{1b}[2J\u{1b}[31mX", "\u{1b}[31mred", "\u{1b}[31m\\x2d"] {
      #expect(!terminal.text.contains(attack), "\(attack.debugDescription)")
    }
    #expect(terminal.modes == terminal.modesBefore)
  }

  @Test func namesAreShownWrittenOut() throws {
    let screen = try Tmux(width: 160, height: 50)
    try screen.command(arguments("broken-hostile").map { "'\($0)'" }.joined(separator: " "))
    // Names in place of command lines, which hide them.
    try screen.expect("files not understood: ")
    try screen.keys("P")
    try screen.expect("a) R 1 (b")
    try screen.expect("\\x1b[2J\\x1b[31mX")
    try screen.expect("\\u{202e}gnp.exe")
    let lines = try screen.expect("データ処理")
    #expect(lines[0].contains("h\\x1b]0;owned\\x07ost"))
    try screen.keys("q")
    try screen.expect("ready>")
  }

  @Test(arguments: ["broken-truncated", "broken-numbers"])
  func whatIsNotUnderstoodIsSaid(tree: String) throws {
    let screen = try Tmux(width: 120, height: 40)
    try screen.command(arguments(tree).map { "'\($0)'" }.joined(separator: " "))
    try screen.expect("files not understood: ")
    try screen.resize(width: 20, height: 5)
    try screen.resize(width: 120, height: 40)
    try screen.expect("Processes")
    try screen.keys("q")
    try screen.expect("ready>")
  }
}
