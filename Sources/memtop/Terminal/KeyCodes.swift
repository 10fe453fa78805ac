import CCurses
import MemtopUI

/// Which of ncurses' key codes, and which sequences that a terminfo entry may lack, are which key.
enum KeyCodes {
  static func key(code: Int32) -> Key? {
    if let key = table[code] { return key }
    let number = code - KEY_F0
    return (1...63).contains(number) ? .function(Int(number)) : nil
  }

  private static let table: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
    KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_HOME: .home, KEY_END: .end,
    KEY_FIND: .home, KEY_SELECT: .end, KEY_A1: .home, KEY_C1: .end, KEY_A3: .pageUp,
    KEY_C3: .pageDown, KEY_BTAB: .backTab, KEY_ENTER: .enter, KEY_BACKSPACE: .backspace,
    KEY_DC: .delete, KEY_IC: .insert, KEY_SR: .up, KEY_SF: .down, KEY_SLEFT: .left,
    KEY_SRIGHT: .right, KEY_SHOME: .home, KEY_SEND: .end, KEY_SPREVIOUS: .pageUp,
    KEY_SNEXT: .pageDown, KEY_SDC: .delete, KEY_SIC: .insert,
  ]

  /// Tells ncurses the sequences that xterm, tmux, PuTTY, rxvt and the Linux console send for one
  /// key, for a terminal is often not the one that `TERM` names.
  ///
  /// What the terminal's own entry says of a sequence stands.
  static func defineVariants() {
    // The mouse is read apart from ncurses (see MouseReports).
    define_key(nil, KEY_MOUSE)
    for (sequences, code) in variants {
      for sequence in sequences { define("\u{1b}" + sequence, code) }
    }
    // Shift, Alt and Control with a moving key move as the key alone does.
    for (letter, code) in moving {
      for modifier in 2...8 { define("\u{1b}[1;\(modifier)\(letter)", code) }
    }
  }

  private static func define(_ sequence: String, _ code: Int32) {
    // Above KEY_MAX are ncurses' own names for modified keys, which nothing here knows.
    let known = key_defined(sequence)
    if known == 0 || known > KEY_MAX { define_key(sequence, code) }
  }

  private static let moving: [(letter: String, code: Int32)] = [
    ("A", KEY_UP), ("B", KEY_DOWN), ("C", KEY_RIGHT), ("D", KEY_LEFT), ("H", KEY_HOME),
    ("F", KEY_END),
  ]

  private static let variants: [(sequences: [String], code: Int32)] = [
    (["[A", "OA"], KEY_UP),
    (["[B", "OB"], KEY_DOWN),
    (["[C", "OC"], KEY_RIGHT),
    (["[D", "OD"], KEY_LEFT),
    (["[H", "OH", "[1~", "[7~"], KEY_HOME),
    (["[F", "OF", "[4~", "[8~"], KEY_END),
    (["[2~"], KEY_IC),
    (["[3~"], KEY_DC),
    (["[5~"], KEY_PPAGE),
    (["[6~"], KEY_NPAGE),
    (["[Z"], KEY_BTAB),
    (["OM"], KEY_ENTER),
    (["OP", "[11~", "[[A"], KEY_F0 + 1),
    (["OQ", "[12~", "[[B"], KEY_F0 + 2),
    (["OR", "[13~", "[[C"], KEY_F0 + 3),
    (["OS", "[14~", "[[D"], KEY_F0 + 4),
    (["[15~", "[[E"], KEY_F0 + 5),
    (["[17~"], KEY_F0 + 6),
    (["[18~"], KEY_F0 + 7),
    (["[19~"], KEY_F0 + 8),
    (["[20~"], KEY_F0 + 9),
    (["[21~"], KEY_F0 + 10),
    (["[23~"], KEY_F0 + 11),
    (["[24~"], KEY_F0 + 12),
  ]
}
