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
  private let modes: TerminalModes
  private let output: TerminalOutput
  private let reset: ResetSequence
  private var keyboard: Keyboard
  private var painter: Painter

  /// The descriptor to wait on for input.
  var descriptor: Int32 { STDIN_FILENO }
  /// The descriptor to wait on for room, while the terminal is behind.
  var outputDescriptor: Int32 { output.descriptor }
  /// The terminal has not taken the last frame yet, and takes no other until then.
  var isBehind: Bool { output.isBehind }

  /// Signals have to be blocked before (see `Signals`), so that ncurses' handlers never run.
  ///
  /// Throws: `TerminalError` with the terminal as it was.
  init(encoding: CharacterEncoding, theme: Theme) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    let type = try TerminalType.find()
    let modes = try TerminalModes(STDIN_FILENO)
    let output = try TerminalOutput(STDOUT_FILENO)
    let reset = try Self.armTrap(for: type, output)
    guard let handle = Self.open(type, output) else {
      clinux_trap_disarm()
      throw .refused(type: type.name)
    }
    Self.configure()
    guard let keyboard = Keyboard() else {
      clinux_trap_disarm()
      throw .failed(what: "keyboard", errno: ENOMEM)
    }
    self.handle = handle
    self.encoding = encoding
    self.modes = modes
    self.output = output
    self.reset = reset
    self.keyboard = keyboard
    depth = ColorDepth.ofTerminal()
    painter = Painter(theme: theme, depth: depth, encoding: encoding)
    let size = TerminalSize.current()
    self.size = size.drawn
    let notices = [type.notice, size.notice].compactMap(\.self)
    notice = notices.isEmpty ? nil : notices.joined(separator: "; ")
    ccurses_fit(Int32(self.size.height), Int32(self.size.width))
    modes.set()
    output.put(InputModes.on)
  }

  deinit {
    release()
    clinux_trap_disarm()
    delscreen(handle)
  }

  /// Gives the terminal back for good.
  consuming func close() {}

  /// Shows the surface; of a screen that did not change nothing is sent. False when the terminal is gone.
  mutating func draw(_ surface: borrowing Surface, theme: Theme) -> Bool {
    painter.take(theme, depth: depth)
    painter.draw(surface, size: size)
    doupdate()
    return output.send()
  }

  /// Sends what the terminal takes of what it is behind with; false when the terminal is gone.
  func send() -> Bool { output.send() }

  /// The next draw sends everything again.
  func redraw() {
    ccurses_repaint_all()
  }

  /// Takes the terminal's new size, if it has one; true when it changed.
  mutating func fitToTerminal() -> Bool {
    let now = TerminalSize.current().drawn
    guard now != size else { return false }
    ccurses_fit(Int32(now.height), Int32(now.width))
    size = now
    return true
  }

  /// Appends what the user typed, clicked and pasted.
  mutating func read(into inputs: inout [Input]) -> Keyboard.Drained {
    keyboard.drain(into: &inputs)
  }

  /// Gives the terminal back for a while: before the process stops.
  func suspend() { release() }

  /// The terminal is this process's, not the shell's or another job's.
  static var isInForeground: Bool {
    let group = tcgetpgrp(STDIN_FILENO)
    return group < 0 || group == getpgrp()
  }

  /// Takes the terminal again, also from another program that left it in a state of its own; the
  /// next draw sends everything. True when the size changed meanwhile.
  mutating func resume() -> Bool {
    release()
    modes.set()
    output.put(InputModes.on)
    keyboard.askForKeypad()
    ccurses_repaint_all()
    return fitToTerminal()
  }

  /// Once only: a second end would put the cursor where it was before the first.
  private func release() {
    guard !isendwin() else { return }
    output.put(InputModes.off)
    endwin()
    output.end(reset: reset)
    modes.restore()
  }

  private static func armTrap(
    for type: TerminalType, _ output: TerminalOutput
  ) throws(TerminalError) -> ResetSequence {
    let reset = type.withEntry {
      var result: Int32 = 0
      guard setupterm(type.name, STDOUT_FILENO, &result) == OK else { return ResetSequence?.none }
      defer { ccurses_forget_terminal() }
      return ResetSequence()
    }
    guard let reset else { throw .refused(type: type.name) }
    let result = clinux_trap_arm(output.descriptor, reset.bytes, Int32(reset.bytes.count))
    if result < 0 { throw .failed(what: "modes of the terminal", errno: -result) }
    return reset
  }

  private static func open(_ type: TerminalType, _ output: TerminalOutput) -> OpaquePointer? {
    guard let descriptor = output.openForCurses() else { return nil }
    return type.withEntry { ccurses_open(type.name, descriptor) }
  }

  /// The palette is never redefined.
  private static func configure() {
    // The modes are not ncurses' to set (see TerminalModes); it has to know them all the same.
    cbreak()
    noecho()
    nonl()
    // A frame is drawn to its end: input waits for its turn.
    typeahead(-1)
    if has_colors() {
      start_color()
      use_default_colors()
    }
  }
}
