import MemtopUI

/// What a terminal sends, understood.
enum Input: Hashable, Sendable {
  case key(Key)
  case mouse(Mouse)
  /// What the terminal marked as pasted (bracketed paste).
  case paste(String)
}

/// Makes keys of the characters and key codes that ncurses reads.
///
/// ncurses hands over an escape sequence that it does not know as its single characters. They are
/// followed to their end here, so that no part of one acts as a letter.
struct KeyDecoder {
  private var state = State.ground

  private enum State {
    case ground
    /// ESC came: alone, it is the key.
    case escape
    /// Inside `ESC [`: parameters as they come.
    case csi(String)
    /// Inside `ESC O`: one more character.
    case ss3
    /// Inside a string (`ESC P`, `ESC ]`, …), which ends with BEL or ESC \.
    case string(sawEscape: Bool)
    case legacyMouse([Unicode.Scalar])
    /// Between `CSI 200 ~` and `CSI 201 ~`: the text, and the end mark as far as it came.
    case paste(String, mark: Int)
  }

  private static let pasteEnd: [Unicode.Scalar] = ["\u{1b}", "[", "2", "0", "1", "~"]
  /// More than anybody types into one line.
  private static let longestPaste = 4096

  private static let longestSequence = 64

  /// More characters belong to what has begun, and follow at once.
  var isInsideSequence: Bool {
    switch state {
    case .ground, .escape, .paste: false
    case .csi, .ss3, .string, .legacyMouse: true
    }
  }

  /// Takes a key that ncurses knows by its terminal's entry.
  mutating func take(key: Key, into inputs: inout [Input]) {
    if case .paste = state { return }
    finish(into: &inputs)
    inputs.append(.key(key))
  }

  mutating func take(_ scalar: Unicode.Scalar, into inputs: inout [Input]) {
    switch state {
    case .paste(let text, let mark): takePasted(scalar, after: text, mark, into: &inputs)
    case .ground:
      if scalar == "\u{1b}" { state = .escape } else { takeGround(scalar, into: &inputs) }
    case .escape:
      takeAfterEscape(scalar, into: &inputs)
    case .csi(let parameters):
      takeCSI(scalar, after: parameters, into: &inputs)
    case .ss3:
      state = .ground
    case .string(let sawEscape):
      let ends = scalar == "\u{7}" || (sawEscape && scalar == "\\")
      state = ends ? .ground : .string(sawEscape: scalar == "\u{1b}")
    case .legacyMouse(let before):
      let characters = before + [scalar]
      state = characters.count < 3 ? .legacyMouse(characters) : .ground
      if characters.count == 3, let mouse = MouseReports.read(legacy: characters) {
        inputs.append(.mouse(mouse))
      }
    }
  }

  /// Nothing more came: what has begun is over.
  mutating func finish(into inputs: inout [Input]) {
    switch state {
    case .escape: inputs.append(.key(.escape))
    // A long text comes in pieces. Escape alone ends one whose end mark was lost.
    case .paste(_, let mark) where mark != 1: return
    default: break
    }
    state = .ground
  }

  private mutating func takePasted(
    _ scalar: Unicode.Scalar, after text: String, _ mark: Int, into inputs: inout [Input]
  ) {
    if scalar == Self.pasteEnd[mark] {
      guard mark == Self.pasteEnd.count - 1 else {
        state = .paste(text, mark: mark + 1)
        return
      }
      inputs.append(.paste(text))
      state = .ground
      return
    }
    var text = text
    if text.unicodeScalars.count < Self.longestPaste { text.unicodeScalars.append(scalar) }
    state = .paste(text, mark: scalar == Self.pasteEnd[0] ? 1 : 0)
  }

  private mutating func takeAfterEscape(_ scalar: Unicode.Scalar, into inputs: inout [Input]) {
    switch scalar {
    case "[": state = .csi("")
    case "O": state = .ss3
    case "P", "X", "]", "^", "_": state = .string(sawEscape: false)
    default:
      // Alt with a character, or Escape and a key that a slow line brought together: nothing is
      // bound to Alt, so both are read as the second.
      finish(into: &inputs)
      take(scalar, into: &inputs)
    }
  }

  private mutating func takeCSI(
    _ scalar: Unicode.Scalar, after parameters: String, into inputs: inout [Input]
  ) {
    switch scalar.value {
    case 0x20...0x3f:
      if parameters.utf8.count < Self.longestSequence {
        state = .csi(parameters + String(Character(scalar)))
      }
    case 0x5b where parameters.isEmpty:
      // The Linux console's function keys: ESC [ [ A.
      state = .ss3
    case 0x4d where parameters.isEmpty:
      state = .legacyMouse([])
    default:
      state = parameters == "200" && scalar == "~" ? .paste("", mark: 0) : .ground
      guard parameters.hasPrefix("<") else { return }
      let numbers = parameters.dropFirst().split(separator: ";").compactMap { Int($0) }
      if let mouse = MouseReports.read(parameters: numbers, final: scalar) {
        inputs.append(.mouse(mouse))
      }
    }
  }

  private func takeGround(_ scalar: Unicode.Scalar, into inputs: inout [Input]) {
    switch scalar.value {
    case 0x09: inputs.append(.key(.tab))
    case 0x0a, 0x0d: inputs.append(.key(.enter))
    // DEL is what the key sends nearly everywhere; ^H is what is left.
    case 0x08, 0x7f: inputs.append(.key(.backspace))
    case 0x01...0x1a:
      inputs.append(.key(.control(Unicode.Scalar(UInt8(scalar.value) + 0x60))))
    case 0x00...0x1f, 0x80...0x9f: break
    default: inputs.append(.key(.character(scalar)))
    }
  }
}
