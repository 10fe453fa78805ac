import CCurses
import CLinux
import Glibc
import MemtopUI

/// The terminal while memtop has it: takes it on opening, gives it back on closing, whatever way
/// the program ends.
///
/// There is one terminal and ncurses keeps its state in globals, so a screen cannot be copied.
struct Screen: ~Copyable {
  let encoding: CharacterEncoding
  /// What the user should know of the terminal: it is not drawn by its own terminfo entry.
  let notice: String?
  private(set) var size: TerminalSize
  private let handle: OpaquePointer
  private let depth: ColorDepth
  private var keyboard: Keyboard
  private var painter: Painter

  /// The descriptor to wait on for input.
  var descriptor: Int32 { STDIN_FILENO }

  /// Signals have to be blocked before (see `Signals`), so that ncurses' handlers never run.
  ///
  /// Throws: `TerminalError` with the terminal as it was.
  init(encoding: CharacterEncoding, theme: Theme) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    let type = try TerminalType.find()
    try Self.armTrap(for: type)
    guard let handle = Self.open(type) else {
      clinux_trap_disarm()
      throw .refused(type: type.name)
    }
    Self.configure()
    guard let keyboard = Keyboard() else {
      endwin()
      clinux_trap_disarm()
      throw .failed(what: "keyboard", errno: ENOMEM)
    }
    self.handle = handle
    self.encoding = encoding
    self.keyboard = keyboard
    notice = type.notice
    depth = ColorDepth(
      terminalColors: has_colors() ? Int(ccurses_colors()) : 0,
      noColor: getenv("NO_COLOR").map { String(cString: $0) })
    painter = Painter(theme: theme, depth: depth, encoding: encoding)
    size = TerminalSize(width: Int(ccurses_columns()), height: Int(ccurses_lines()))
    _ = fitToTerminal()
  }

  deinit {
    Self.release()
    clinux_trap_disarm()
    delscreen(handle)
  }

  /// Gives the terminal back for good.
  consuming func close() {}

  /// Shows the surface; of a screen that did not change nothing is sent.
  mutating func draw(_ surface: borrowing Surface, theme: Theme) {
    painter.take(theme, depth: depth)
    painter.draw(surface, size: size)
    doupdate()
  }

  /// The next draw sends everything again.
  func redraw() {
    ccurses_repaint_all()
  }

  /// Takes the terminal's new size, if it has one; true when it changed.
  mutating func fitToTerminal() -> Bool {
    let now = TerminalSize.current()
    guard now != size else { return false }
    resizeterm(Int32(now.height), Int32(now.width))
    size = now
    return true
  }

  /// Appends what the user typed and clicked; false when the terminal is gone.
  mutating func read(into inputs: inout [Input]) -> Bool {
    keyboard.drain(into: &inputs)
  }

  /// Gives the terminal back for a while: before the process stops.
  mutating func suspend() {
    Self.release()
  }

  /// Takes the terminal again, also from another program that left it in a state of its own; the
  /// next draw sends everything. True when the size changed meanwhile.
  mutating func resume() -> Bool {
    Self.release()
    InputModes.send(InputModes.on)
    ccurses_repaint_all()
    return fitToTerminal()
  }

  /// Once only: a second end would put the cursor where it was before the first.
  private static func release() {
    InputModes.send(InputModes.off)
    if !isendwin() { endwin() }
  }

  private static func armTrap(for type: TerminalType) throws(TerminalError) {
    let reset = type.withEntry {
      var result: Int32 = 0
      guard setupterm(type.name, STDOUT_FILENO, &result) == OK else { return ResetSequence?.none }
      defer { ccurses_forget_terminal() }
      return ResetSequence()
    }
    guard let reset else { throw .refused(type: type.name) }
    let result = clinux_trap_arm(STDIN_FILENO, reset.bytes, Int32(reset.bytes.count))
    if result < 0 { throw .failed(what: "modes of the terminal", errno: -result) }
  }

  private static func open(_ type: TerminalType) -> OpaquePointer? {
    type.withEntry { ccurses_open(type.name) }
  }

  /// Keys come one by one and unseen; ^C and ^Z stay signals. The palette is never redefined.
  private static func configure() {
    cbreak()
    noecho()
    nonl()
    // ^C must not throw away half an escape sequence that is on its way out.
    intrflush(ccurses_screen(), false)
    if has_colors() {
      start_color()
      use_default_colors()
    }
    InputModes.send(InputModes.on)
  }
}
