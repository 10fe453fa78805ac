import CCurses
import Testing

@testable import memtop

/// What memtop tells ncurses of characters in the place of the C library.
@Suite struct CharacterTests {
  @Test(
    arguments: [
      ("a", 1), ("é", 1), ("─", 1), ("中", 2), ("ﾊ", 1), ("Ｗ", 2), ("한", 2), ("😀", 2), ("🫠", 2),
      ("\u{301}", 0), ("\u{200d}", 0), ("\u{ad}", 1), ("\u{1161}", 0), ("\u{7}", -1),
      ("\u{9b}", -1),
      ("\u{2028}", -1), ("\u{378}", -1), ("\u{e000}", 1), ("\u{10ffff}", -1), ("\u{a0}", 1),
    ] as [(Unicode.Scalar, Int32)])
  func everyCharacterHasItsCells(_ scalar: Unicode.Scalar, _ cells: Int32) {
    #expect(ccurses_character_width(scalar.value) == cells)
  }

  /// The standard library has tables of its own, which may be of an older Unicode than ours.
  @Test func theTableAgreesWithTheStandardLibraryOnEveryCharacterThatItKnows() {
    var differing: [Unicode.Scalar] = []
    for scalar in (UInt32(0)...0x10_ffff).lazy.compactMap(Unicode.Scalar.init) {
      let cells = ccurses_character_width(scalar.value)
      let agrees =
        switch scalar.properties.generalCategory {
        case .control, .surrogate, .lineSeparator, .paragraphSeparator: cells == -1
        case .nonspacingMark, .enclosingMark: cells == 0
        case .format: cells == 0 || scalar.value == 0xad
        case .unassigned: true
        default: cells > 0 || cells == 0 && (0x1160...0xd7ff).contains(scalar.value)
        }
      if !agrees { differing.append(scalar) }
    }
    #expect(differing.isEmpty)
  }

  @Test func theVersionOfUnicodeIsTold() {
    let version = String(cString: ccurses_unicode_version())
    #expect(version.split(separator: ".").count == 3)
  }

  /// Every character goes the way to the terminal and back unchanged.
  @Test func charactersAndBytesAreEachOthers() {
    for scalar in (UInt32(1)...0x10_ffff).lazy.compactMap(Unicode.Scalar.init) {
      let bytes = Array(String(scalar).utf8).map { CChar(bitPattern: $0) }
      var written: [CChar] = [0, 0, 0, 0]
      let count = Int(ccurses_encode(scalar.value, &written))
      var read: UInt32 = 0
      guard Array(written[..<count]) == bytes,
        ccurses_decode(bytes, bytes.count, &read) == bytes.count, read == scalar.value
      else {
        Issue.record("U+\(String(scalar.value, radix: 16)) is written as \(written)")
        return
      }
      for cut in 1..<bytes.count { #expect(ccurses_decode(bytes, cut, &read) == 0) }
    }
  }

  @Test(
    arguments: [
      ([0xe9, 0x71], 2), ([0xff], 1), ([0x80], 1), ([0xc0, 0xaf], 1), ([0xed, 0xa0, 0x80], 3),
      ([0xf4, 0x90, 0x80, 0x80], 4), ([0xe0, 0x80, 0x80], 3),
    ] as [([UInt8], Int32)])
  func bytesThatAreNoCharacterAreOneThatSaysSo(_ bytes: [UInt8], _ length: Int32) {
    var read: UInt32 = 0
    let text = bytes.map { CChar(bitPattern: $0) }
    #expect(ccurses_decode(text, text.count, &read) == length)
    #expect(read == 0xfffd)
  }

  @Test(
    arguments: [
      (["LANG": "C.UTF-8"], true), (["LANG": "de_DE.utf8@euro"], true),
      (["LANG": "xx.UTF-8"], true),
      (["LANG": "C"], false), ([:], false), (["LANG": "de_DE.ISO-8859-1"], false),
      (["LANG": "C.UTF-8", "LC_ALL": "POSIX"], false),
      (["LANG": "C", "LC_CTYPE": "C.UTF-8"], true),
      (["LANG": "C.UTF-8", "LC_ALL": ""], true), (["LC_CTYPE": "C", "LC_ALL": "C.UTF-8"], true),
    ] as [([String: String], Bool)])
  func theEnvironmentSaysWhetherTheTerminalTakesUTF8(
    _ environment: [String: String], _ isUTF8: Bool
  ) {
    #expect(CharacterEncoding.isUTF8 { environment[$0] } == isUTF8)
  }
}
