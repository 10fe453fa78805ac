import CCurses
import Glibc

/// The terminfo entry to draw by, found before the screen is opened.
struct TerminalType {
  let name: String
  /// What to tell the user when it is not the terminal's own entry.
  let notice: String?
  /// The entry in `TERMINFO` form, where the host has no fitting one.
  let builtIn: String?

  /// What nearly every terminal of today understands, then what nearly every one ever did.
  private static let fallbacks = ["xterm-256color", "xterm"]

  /// Throws: `noCursorAddressing` when the terminal's own entry says that it cannot do this.
  static func find() throws(TerminalError) -> TerminalType {
    let wanted = getenv("TERM").map { String(cString: $0) } ?? ""
    if !wanted.isEmpty, isKnown(wanted) {
      let canAddress = ccurses_has_capability("cup")
      ccurses_forget_terminal()
      guard canAddress else { throw .noCursorAddressing(type: visible(wanted)) }
      return TerminalType(name: wanted, notice: nil, builtIn: nil)
    }
    let complaint =
      wanted.isEmpty ? "TERM is not set" : "TERM=\(visible(wanted)) is not known on this host"
    for name in fallbacks where isKnown(name) {
      ccurses_forget_terminal()
      return TerminalType(name: name, notice: "\(complaint): using \(name)", builtIn: nil)
    }
    return TerminalType(
      name: BuiltInTerminal.name, notice: "\(complaint): using a built-in \(BuiltInTerminal.name)",
      builtIn: BuiltInTerminal.entry)
  }

  /// Runs `body` where ncurses finds the entry, built in or not.
  func withEntry<Result>(_ body: () -> Result) -> Result {
    guard let builtIn else { return body() }
    let before = getenv("TERMINFO").map { String(cString: $0) }
    setenv("TERMINFO", builtIn, 1)
    defer {
      if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
    }
    return body()
  }

  private static func isKnown(_ name: String) -> Bool {
    var result: Int32 = 0
    return setupterm(name, STDOUT_FILENO, &result) == OK
  }

  /// The variable comes from outside and ends on the screen.
  private static func visible(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.unicodeScalars.prefix(32).map { (0x21...0x7e).contains($0.value) ? $0 : "?" }))
  }
}
