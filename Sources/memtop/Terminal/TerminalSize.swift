import CLinux
import Glibc

/// Columns and rows of a terminal.
struct TerminalSize: Hashable, Sendable {
  var width: Int
  var height: Int

  /// More is no screen that anybody has, and would take gigabytes: the kernel lets 65535 × 65535 be set.
  static let most = TerminalSize(
    width: ScreenSize.widths.upperBound, height: ScreenSize.heights.upperBound)

  /// What the kernel knows of the terminal on standard output; a serial line that does not know its
  /// size has the 80 × 24 of the terminal that all others imitate.
  static func current() -> TerminalSize {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard clinux_window_size(STDOUT_FILENO, &columns, &rows) == 0, columns > 0, rows > 0 else {
      return TerminalSize(width: 80, height: 24)
    }
    return TerminalSize(width: Int(columns), height: Int(rows))
  }

  /// As much of it as is drawn on.
  var drawn: TerminalSize {
    TerminalSize(width: min(width, Self.most.width), height: min(height, Self.most.height))
  }

  /// Nil where all of it is drawn on.
  var notice: String? {
    drawn == self
      ? nil
      : "the terminal says it has \(width) × \(height) cells: \(drawn.width) × \(drawn.height) are used"
  }
}
