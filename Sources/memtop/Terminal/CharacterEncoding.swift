import CCurses
import Glibc
import MemtopUI

/// What the user's locale says of characters: whether they are UTF-8. How wide they are says memtop's own table.
struct CharacterEncoding: Equatable {
  let isUTF8: Bool

  /// What a file has, whatever the locale is.
  static let utf8 = CharacterEncoding(isUTF8: true)

  /// What the environment says. No locale has to be installed: hosts reached over SSH often lack the one that
  /// the client sends, and a static program finds none.
  static func ofEnvironment() -> CharacterEncoding {
    CharacterEncoding(isUTF8: isUTF8 { name in getenv(name).map { String(cString: $0) } })
  }

  /// The first of the variables that is set decides, as in locale(7).
  static func isUTF8(_ variable: (String) -> String?) -> Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = variable(name), !value.isEmpty else { continue }
      let locale = value.lowercased()
      return locale.contains("utf-8") || locale.contains("utf8")
    }
    return false
  }

  /// How many cells a character takes; what cannot be printed takes one, for a `?`.
  var width: Surface.CharacterWidth {
    guard isUTF8 else { return Surface.narrow }
    return { scalar in
      if scalar.value < 0x7f { return 1 }
      let columns = ccurses_character_width(scalar.value)
      return columns < 0 ? 1 : Int(columns)
    }
  }
}
