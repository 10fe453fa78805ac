import MemtopUI
import TOMLKit

/// A setting's value in TOML.
extension SettingValue {
  /// Nil for what no setting has: a date, a table, a list of anything but texts.
  init?(_ value: any TOMLValueConvertible) {
    if let flag = value.bool {
      self = .flag(flag)
    } else if let word = value.string {
      self = .word(word)
    } else if let number = value.double ?? value.int.map(Double.init) {
      self = .number(number)
    } else if let array = value.array {
      let words = array.compactMap { $0.string }
      guard words.count == array.count else { return nil }
      self = .list(words)
    } else {
      return nil
    }
  }

  var toml: String {
    switch self {
    case .flag(let flag): String(flag)
    case .number(let number): String(number)
    case .word(let word): Self.quoted(word)
    case .list(let words): "[" + words.map(Self.quoted).joined(separator: ", ") + "]"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
