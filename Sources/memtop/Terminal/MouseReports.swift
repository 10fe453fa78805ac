import Glibc
import MemtopUI

/// The reports of xterm's mouse: presses alone, in decimal (SGR 1006).
///
/// They are asked for and read here and not by ncurses, which follows the terminfo entry: the
/// entries of tmux and screen, and those of older hosts, name the old form, which ends at column
/// 223. Shift still selects text, for motion is not asked for.
enum MouseReports {
  /// Reads `CSI < code ; x ; y M`; releases (`m`) and the other buttons mean nothing here.
  static func read(parameters: [Int], final: Unicode.Scalar) -> Mouse? {
    guard final == "M", parameters.count == 3 else { return nil }
    return mouse(code: parameters[0], x: parameters[1], y: parameters[2])
  }

  /// Reads the three characters after `CSI M` of terminals that do not know the decimal form.
  static func read(legacy characters: [Unicode.Scalar]) -> Mouse? {
    guard characters.count == 3 else { return nil }
    let numbers = characters.map { Int($0.value) - 32 }
    return mouse(code: numbers[0], x: numbers[1], y: numbers[2])
  }

  private static let acts: [Int: Mouse.Act] = [0: .press, 64: .wheelUp, 65: .wheelDown]

  /// Bits 4, 8 and 16 of the code are Shift, Meta and Control.
  private static func mouse(code: Int, x: Int, y: Int) -> Mouse? {
    guard let act = acts[code & ~0b11100], x > 0, y > 0 else { return nil }
    return Mouse(act, at: Point(x: x - 1, y: y - 1))
  }
}
