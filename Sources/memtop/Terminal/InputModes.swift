/// What the terminal is asked to report besides keys: presses of the mouse (xterm's, SGR 1006), and where
/// pasted text begins and ends, so that its letters are no commands.
///
/// ncurses knows nothing of them.
enum InputModes {
  static let on = "\u{1b}[?1000h\u{1b}[?1006h\u{1b}[?2004h"
  static let off = "\u{1b}[?2004l\u{1b}[?1006l\u{1b}[?1000l"
}
