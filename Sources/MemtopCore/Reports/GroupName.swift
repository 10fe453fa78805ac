/// A cgroup's path as a sentence names it: visible, the long numbers of containers cut to the twelve
/// digits that their runtimes show.
enum GroupName {
  private static let shown = 12
  private static let long = 32

  static func short(_ path: String) -> String {
    var result = ""
    var digits = ""
    func close() {
      result += digits.count >= long ? digits.prefix(shown) + "…" : digits[...]
      digits = ""
    }
    for character in VisibleText.make(path) {
      if character.isASCII, character.isHexDigit {
        digits.append(character)
      } else {
        close()
        result.append(character)
      }
    }
    close()
    return result
  }
}
