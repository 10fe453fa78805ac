import CLinux
import Glibc
import MemtopUI

/// What the locale says of characters: whether they are UTF-8, and how wide they are.
struct CharacterEncoding: Equatable {
  let isUTF8: Bool

  /// Takes the character type of the user's locale for the whole process.
  ///
  /// A locale that is not installed, but says UTF-8 in its name, is as good as any other UTF-8
  /// locale here: hosts reached over SSH often lack the one that the client sends.
  static func adopt() -> CharacterEncoding {
    if setlocale(LC_CTYPE, "") == nil, wantsUTF8 {
      _ = setlocale(LC_CTYPE, "C.UTF-8")
    }
    return CharacterEncoding(isUTF8: String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8")
  }

  /// How many cells a character takes; what the locale cannot print takes one, for a `?`.
  var width: Surface.CharacterWidth {
    guard isUTF8 else { return Surface.narrow }
    return { scalar in
      if scalar.value < 0x7f { return 1 }
      let columns = clinux_character_width(scalar.value)
      return columns < 0 ? 1 : Int(columns)
    }
  }

  /// The first of the variables that is set decides, as in locale(7).
  private static var wantsUTF8: Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = getenv(name), value.pointee != 0 else { continue }
      let locale = String(cString: value).lowercased()
      return locale.contains("utf-8") || locale.contains("utf8")
    }
    return false
  }
}
