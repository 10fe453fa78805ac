import CCurses
import MemtopUI

/// Reads what the terminal sends, without ever waiting for it.
struct Keyboard: ~Copyable {
  /// A pad: reading from it does not repaint, as reading from the screen's window would.
  private let pad: UnsafeMutablePointer<WINDOW>
  private var decoder = KeyDecoder()

  /// How long the rest of an escape sequence may take. Unit: milliseconds.
  static let sequenceTimeout: Int32 = 25

  /// The screen has to be open.
  init?() {
    guard let pad = newpad(1, 1) else { return nil }
    self.pad = pad
    keypad(pad, true)
    set_escdelay(Self.sequenceTimeout)
    KeyCodes.defineVariants()
  }

  deinit {
    delwin(pad)
  }

  enum Drained {
    case all
    /// More may have come: it is to be read before the next wait.
    case someLeft
    case gone
  }

  /// As many as are taken in one turn of the loop: signals and frames come between.
  private static let turn = 64

  /// Appends what has come, but no more than a turn's share.
  mutating func drain(into inputs: inout [Input]) -> Drained {
    for _ in 0..<Self.turn {
      wtimeout(pad, decoder.isInsideSequence ? Self.sequenceTimeout : 0)
      var value: UInt32 = 0
      switch Int(ccurses_read(pad, &value)) {
      case CCURSES_CHARACTER:
        if let scalar = Unicode.Scalar(value) { decoder.take(scalar, into: &inputs) }
      case CCURSES_CODE:
        // A code without a key, such as the resize that the screen asked for itself, is no input.
        if let key = KeyCodes.key(code: Int32(bitPattern: value)) {
          decoder.take(key: key, into: &inputs)
        }
      case CCURSES_GONE:
        return .gone
      default:
        decoder.finish(into: &inputs)
        return .all
      }
    }
    return .someLeft
  }

  /// Asks the terminal anew for the sequences of its keypad, which a program in between may have ended.
  func askForKeypad() { keypad(pad, true) }
}
