import Glibc

/// How the kernel treats what is typed and written: as it was found, and as a full-screen program wants it.
///
/// They are set here and not by ncurses, which waits until all is written before it sets them: a terminal
/// that ^S stopped never gets there.
struct TerminalModes {
  private let terminal: Int32
  private let found: termios
  private let own: termios

  /// Throws: when the descriptor is no terminal.
  init(_ terminal: Int32) throws(TerminalError) {
    var modes = termios()
    guard tcgetattr(terminal, &modes) == 0 else {
      throw .failed(what: "modes of the terminal", errno: errno)
    }
    self.terminal = terminal
    found = modes
    // Keys come one by one, unseen and as they are; ^C and ^Z stay signals.
    modes.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON)
    modes.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR)
    // Line ends and tabs go out as ncurses counts on them.
    modes.c_oflag &= ~tcflag_t(ONLCR | XTABS)
    // ^C must not throw away half an escape sequence that is on its way out.
    modes.c_lflag |= tcflag_t(NOFLSH)
    withUnsafeMutableBytes(of: &modes.c_cc) { characters in
      characters[Int(VMIN)] = 1
      characters[Int(VTIME)] = 0
    }
    own = modes
  }

  func set() { apply(own) }

  /// As they were found.
  func restore() { apply(found) }

  private func apply(_ modes: termios) {
    var modes = modes
    while tcsetattr(terminal, TCSANOW, &modes) != 0, errno == EINTR {}
  }
}
