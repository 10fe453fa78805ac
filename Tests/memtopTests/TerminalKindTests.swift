import Glibc
import MemtopUI
import TestSupport
import Testing

@testable import memtop

/// The real program in terminals and locales of every kind.
@Suite struct TerminalKindTests {
  private func dashboard(_ environment: [String: String?]) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal([MemtopBinary.path], environment: environment)
    try terminal.expect("COMMAND")
    return terminal
  }

  private func quit(_ terminal: PseudoTerminal) throws {
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
    #expect(terminal.modes == terminal.modesBefore)
  }

  @Test(arguments: ["xterm", "tmux-256color", "screen", "linux", "vt100", "vt220"])
  func knownTerminalsAreDrawn(_ type: String) throws {
    try quit(dashboard(["TERM": type]))
  }

  @Test func anUnknownTerminalIsDrawnByAnotherEntryAndThatIsSaid() throws {
    let terminal = try dashboard(["TERM": "no-such\u{1b}[31mterm"])
    try terminal.expect("TERM=no-such?[31mterm is not known on this host: using xterm-256color")
    try quit(terminal)
  }

  @Test func aMissingTermIsSaid() throws {
    let terminal = try dashboard(["TERM": nil])
    try terminal.expect("TERM is not set: using xterm-256color")
    try quit(terminal)
  }

  @Test func theBuiltInEntryDraws() throws {
    let terminal = try dashboard(["TERM": BuiltInTerminal.name, "TERMINFO": BuiltInTerminal.entry])
    #expect(terminal.text.contains("\u{1b}[?1049h"))
    // Debian's own entry also keeps the window's title.
    #expect(!terminal.text.contains("\u{1b}[22;0;0t"))
    try quit(terminal)
  }

  @Test func aTerminalThatCannotMoveItsCursorIsRefused() throws {
    let terminal = try PseudoTerminal([MemtopBinary.path], environment: ["TERM": "dumb"])
    #expect(try terminal.end() == .exit(69))
    #expect(
      terminal.text
        == "memtop: terminal: TERM=dumb: it cannot move its cursor: use 'memtop snapshot'\r\n")
  }

  @Test func withoutATerminalTheWayOutIsNamed() throws {
    let result = try Captured.run(
      [MemtopBinary.path], environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(64))
    #expect(result.output.isEmpty)
    #expect(result.error.contains("memtop snapshot"))
    #expect(result.error.split(separator: "\n").count == 1)
  }

  @Test(arguments: [["LANG": "C"], ["LANG": "C.UTF-8", "LC_ALL": "POSIX"], ["LANG": nil]])
  func withoutUTF8AllIsASCII(_ environment: [String: String?]) throws {
    let terminal = try dashboard(environment)
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
    try quit(terminal)
  }

  @Test func aUTF8LocaleThatIsNotInstalledIsStillUTF8() throws {
    let terminal = try dashboard(["LANG": "xx_YY.UTF-8"])
    #expect(terminal.text.contains("─"))
    try quit(terminal)
  }

  @Test func noColorMeansNone() throws {
    let terminal = try dashboard(["NO_COLOR": "1"])
    #expect(!terminal.text.contains("38;5;") && !terminal.text.contains("48;5;"))
    try quit(terminal)
  }

  @Test func thePaletteIsTheUsers() throws {
    let terminal = try dashboard([:])
    #expect(!terminal.text.contains("\u{1b}]4;"))
    try quit(terminal)
  }

  /// Where a colour's number is its red, green and blue, that is what is sent.
  @Test(arguments: ["RGB", "RGB#8", "RGB=8/8/8"]) func directColorsAreNotOnesOfThePalette(
    _ capability: String
  ) throws {
    let tree = TemporaryTree()
    let color =
      "%?%p1%{8}%<%tN%p1%d%eW8\\:2\\:\\:%p1%{65536}%/%d\\:%p1%{256}%/%{255}%&%d\\:%p1%{255}%&%d%;m"
    func set(_ base: String) -> String {
      "\\E[" + color.replacing("N", with: base).replacing("W", with: base)
    }
    tree.write(
      "direct.ti",
      Array(
        """
        memtop-direct|direct colours,
        \t\(capability), colors#0x1000000, pairs#0x7fff, setab=\(set("4")), setaf=\(set("3")),
        \tuse=xterm-256color,

        """.utf8))
    let made = try Captured.run(
      ["tic", "-x", "-o", tree.path + "/terminfo", tree.path + "/direct.ti"],
      environment: Environment.list(changing: [:]))
    #expect(made.ending == .exit(0), "\(made.error)")
    let terminal = try dashboard(
      ["TERM": "memtop-direct", "TERMINFO": tree.path + "/terminfo"])
    let accent = try #require(Theme.standard.foreground(of: .accent))
    let (red, green, blue) = accent.components
    try terminal.expect("[38:2::\(red):\(green):\(blue)m")
    try quit(terminal)
  }

  /// The terminal knows its size; what the environment says of it is not asked.
  @Test func aSizeInTheEnvironmentThatNothingHasRoomForIsNoHindrance() throws {
    let terminal = try dashboard(["LINES": "99999", "COLUMNS": "99999"])
    try terminal.expect("Quit")
    try quit(terminal)
  }

  @Test func aTerminalLargerThanAnyScreenIsDrawnOnInPart() throws {
    let terminal = try PseudoTerminal([MemtopBinary.path], width: 65535, height: 65535)
    try terminal.expect(
      "the terminal says it has 65535 × 65535 cells: 500 × 300 are used", within: .seconds(60))
    try quit(terminal)
  }
}
