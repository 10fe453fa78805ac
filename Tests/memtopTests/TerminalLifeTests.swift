import Foundation
import Glibc
import Testing

/// The real program in a real terminal: however it ends, the terminal is as it was.
@Suite struct TerminalLifeTests {
  private static let leavesAlternateScreen = "\u{1b}[?1049l"
  private static let showsCursor = "\u{1b}[?25h"
  private static let endsMouse = "\u{1b}[?1000l"

  /// The dashboard, once it is drawn.
  private func dashboard(
    prefix: [String] = []
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(prefix + [MemtopBinary.path])
    try terminal.expect("COMMAND")
    return terminal
  }

  private func expectRestored(_ terminal: PseudoTerminal, from mark: Int) {
    #expect(terminal.modes == terminal.modesBefore)
    let sent = String(decoding: terminal.output[mark...], as: UTF8.self)
    for sequence in [Self.leavesAlternateScreen, Self.showsCursor, Self.endsMouse] {
      #expect(sent.contains(sequence), "\(sequence.dropFirst()) in \(sent.debugDescription)")
    }
  }

  @Test(arguments: ["q", "\u{3}", "\u{1b}[21~"]) func quittingRestores(_ key: String) throws {
    let terminal = try dashboard()
    #expect(terminal.modes != terminal.modesBefore)
    let mark = terminal.output.count
    terminal.type(key)
    #expect(try terminal.end() == .exit(0))
    expectRestored(terminal, from: mark)
  }

  /// All that ends a program by default and that can be caught, but for crashes.
  @Test(
    arguments: [
      SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGSTKFLT,
      SIGXCPU, SIGIO, SIGPWR, __libc_current_sigrtmin(), __libc_current_sigrtmax(),
    ])
  func aSignalRestoresAndIsTheEnding(_ signal: Int32) throws {
    let terminal = try dashboard()
    let mark = terminal.output.count
    terminal.signal(signal)
    #expect(try terminal.end() == .signal(signal))
    expectRestored(terminal, from: mark)
  }

  @Test(arguments: [SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGABRT, SIGSYS])
  func aCrashRestoresAndSaysSo(_ signal: Int32) throws {
    let terminal = try dashboard()
    let mark = terminal.output.count
    terminal.signal(signal)
    #expect(try terminal.end() == .signal(signal))
    expectRestored(terminal, from: mark)
    #expect(
      terminal.text.contains("memtop: crashed (signal \(signal)); the terminal was restored\r\n"))
  }

  @Test func stoppingWithoutJobControlDoesNotHang() throws {
    let terminal = try dashboard()
    let mark = terminal.output.count
    terminal.type("\u{1a}")
    try terminal.expect("COMMAND", after: mark)
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
    #expect(terminal.modes == terminal.modesBefore)
  }

  @Test func continuedAfterAStopThatNoProgramSeesItPaintsAnew() throws {
    let terminal = try dashboard()
    terminal.signal(SIGSTOP)
    try terminal.settle()
    let mark = terminal.output.count
    terminal.signal(SIGCONT)
    try terminal.expect("COMMAND", after: mark)
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
    expectRestored(terminal, from: mark)
  }

  @Test func aTerminalThatGoesAwayEndsIt() throws {
    // As nohup does it: SIGHUP is ignored, so that only the terminal itself can tell.
    let terminal = try dashboard(prefix: ["sh", "-c", "trap '' HUP; exec \"$@\"", "sh"])
    terminal.hangUp()
    #expect(try terminal.end() == .signal(SIGHUP))
  }

  @Test func everySizeIsDrawn() throws {
    let terminal = try dashboard()
    for (width, height) in [
      (20, 5), (200, 60), (1, 1), (80, 24), (2, 100), (300, 2), (120, 40), (10, 3), (100, 30),
    ] {
      terminal.resize(width: width, height: height)
      try terminal.settle()
      #expect(terminal.program.poll() == nil, "\(width) × \(height)")
    }
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
    #expect(terminal.modes == terminal.modesBefore)
  }

  @Test func aScreenThatDoesNotChangeSendsNothing() throws {
    let terminal = try dashboard()
    terminal.type("p")
    try terminal.settle(quiet: 1500)
    let mark = terminal.output.count
    terminal.signal(SIGWINCH)
    try terminal.settle(quiet: 500)
    #expect(terminal.output.count - mark < 16)
  }

  /// A prompt about many tagged processes holds two descriptors for each.
  @Test func takesAllTheDescriptorsItMayHave() throws {
    let terminal = try dashboard()
    try terminal.expect("KILL")
    let limits = try String(
      contentsOfFile: "/proc/\(terminal.program.pid)/limits", encoding: .utf8)
    let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
    let words = line.split(separator: " ")
    #expect(words[3] == words[4])
  }
}
