import Glibc
import Testing

/// The real program in a terminal that takes nothing: ^S stopped it, or nobody reads its other end.
@Suite struct StoppedTerminalTests {
  private static let stop = "\u{13}"
  private static let goOn = "\u{11}"

  enum Deafness: CaseIterable {
    case stopped, unread
  }

  /// The dashboard, once it is drawn and the terminal takes no more of it.
  private func dashboard(
    _ deafness: Deafness, prefix: [String] = []
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(prefix + [MemtopBinary.path])
    try terminal.expect("COMMAND")
    switch deafness {
    case .stopped:
      terminal.type(Self.stop)
      try terminal.settle(quiet: 1200)
    case .unread:
      // Whole frames, until one does not fit.
      while terminal.hasRoom {
        terminal.type("\u{c}")
        usleep(20_000)
      }
    }
    return terminal
  }

  private func expectRestored(_ terminal: PseudoTerminal, from mark: Int) {
    while terminal.read(for: 50) {}
    #expect(terminal.modes == terminal.modesBefore)
    let sent = String(decoding: terminal.output[mark...], as: UTF8.self)
    for sequence in ["\u{1b}[?1049l", "\u{1b}[?25h", "\u{1b}[?1000l", "\u{1b}[?2004l"] {
      #expect(sent.contains(sequence), "\(sequence.dropFirst()) in \(sent.debugDescription)")
    }
  }

  @Test(arguments: Deafness.allCases, [SIGTERM, SIGHUP, SIGUSR1])
  func aSignalIsHeard(_ deafness: Deafness, signal: Int32) throws {
    let terminal = try dashboard(deafness)
    let mark = terminal.output.count
    terminal.signal(signal)
    #expect(try terminal.endUnread() == .signal(signal))
    expectRestored(terminal, from: mark)
  }

  @Test(arguments: Deafness.allCases) func aKeyIsHeard(_ deafness: Deafness) throws {
    let terminal = try dashboard(deafness)
    let mark = terminal.output.count
    // ^C is a key for memtop's own signalfd, and goes past the line discipline's queue; `q` waits in it.
    terminal.type("\u{3}")
    #expect(try terminal.endUnread() == .exit(0))
    expectRestored(terminal, from: mark)
  }

  @Test(arguments: Deafness.allCases, [SIGSEGV, SIGSYS])
  func aCrashIsNotHeldUp(_ deafness: Deafness, signal: Int32) throws {
    let terminal = try dashboard(deafness)
    let mark = terminal.output.count
    terminal.signal(signal)
    #expect(try terminal.endUnread() == .signal(signal))
    expectRestored(terminal, from: mark)
  }

  @Test func whatIsStoppedGoesOnWithTheLastFrame() throws {
    let terminal = try dashboard(.stopped)
    let mark = terminal.output.count
    terminal.resize(width: 90, height: 28)
    terminal.signal(SIGWINCH)
    try terminal.settle(quiet: 500)
    #expect(terminal.output.count == mark)
    terminal.type(Self.goOn)
    try terminal.expect("Quit", after: mark)
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
    expectRestored(terminal, from: mark)
  }

  @Test func whatNobodyReadGoesOnWhenSomebodyDoes() throws {
    let terminal = try dashboard(.unread)
    terminal.resize(width: 91, height: 28)
    terminal.signal(SIGWINCH)
    try terminal.settle()
    let mark = terminal.output.count
    terminal.type("\u{c}")
    try terminal.expect("Quit", after: mark)
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
    expectRestored(terminal, from: mark)
  }

  /// The other end of a flood never lets the input run dry.
  @Test func aFloodOfKeysDoesNotMakeItDeaf() throws {
    let terminal = try PseudoTerminal([MemtopBinary.path])
    try terminal.expect("COMMAND")
    terminal.type("?")
    try terminal.expect("Search")
    terminal.type("/")
    let mark = terminal.output.count
    terminal.signal(SIGTERM)
    let ending = try terminal.end { terminal.typeWhatFits("abcdefgh") }
    #expect(ending == .signal(SIGTERM))
    expectRestored(terminal, from: mark)
  }
}
