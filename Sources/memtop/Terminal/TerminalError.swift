import MemtopCore

/// Why there is no screen to draw on.
enum TerminalError: Error, Equatable {
  case notATerminal
  /// The terminal cannot put its cursor where it is told to, as `TERM=dumb` says.
  case noCursorAddressing(type: String)
  /// A system call failed with this errno.
  case failed(what: String, errno: Int32)
  case refused(type: String)

  /// What is wrong and what to do, to be shown after `memtop: `.
  var message: String {
    switch self {
    case .notATerminal:
      "terminal: standard input or output is not a terminal: use 'memtop snapshot'"
    case .noCursorAddressing(let type):
      "terminal: TERM=\(type): it cannot move its cursor: use 'memtop snapshot'"
    case .failed(let what, let errno):
      "terminal: \(what): \(ErrnoText.describe(errno))"
    case .refused(let type):
      "terminal: TERM=\(type): ncurses could not open it"
    }
  }

  /// A code of sysexits.h.
  var exitCode: Int32 {
    switch self {
    case .notATerminal: 64
    case .noCursorAddressing, .refused: 69
    case .failed: 71
    }
  }
}
