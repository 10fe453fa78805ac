import Testing

@testable import MemtopCore

/// Nothing from outside reaches a terminal raw.
@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("tab\tand\nnewline", "tab\\x09and\\x0anewline"),
    ("\u{1b}[2J", "\\x1b[2J"),
    ("\u{1b}]52;c;eA==\u{07}", "\\x1b]52;c;eA==\\x07"),
    ("\u{7f}", "\\x7f"),
    ("\u{9b}31m", "\\u{9b}31m"),
    ("a\u{202e}b", "a\\u{202e}b"),
    ("a\u{200b}b\u{feff}", "a\\u{200b}b\\u{feff}"),
    ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
    ("\u{e000}", "\\u{e000}"),
    ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
    ("\u{fe0f}", "\\u{fe0f}"),
    ("größe 数据 é", "größe 数据 é"),
  ])
  func marksAreWrittenOut(_ text: String, _ visible: String) {
    #expect(VisibleText.make(text) == visible)
    #expect(VisibleText.make(Array(text.utf8)) == visible)
  }

  @Test func invalidUTF8IsReplaced() {
    #expect(VisibleText.make([0x61, 0xff, 0x62] as [UInt8]) == "a\u{fffd}b")
    #expect(VisibleText.make([0xc3] as [UInt8]) == "\u{fffd}")
    #expect(VisibleText.make([0xed, 0xa0, 0x80] as [UInt8]).contains("\u{fffd}"))
  }

  @Test func argumentsAreApartByBlanks() {
    func line(_ text: String) -> String { VisibleText.commandLine(Array(text.utf8)) }
    #expect(line("java\0-jar\0shop.jar\0") == "java -jar shop.jar")
    #expect(line("sh\0-c\0\0x\0\0") == "sh -c '' x")
    #expect(line("\0\0") == "")
    #expect(line("a\u{1b}b\0") == "a\\x1bb")
  }

  /// Whatever the bytes, no control character is left.
  @Test func anyBytes() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<3000 {
      let bytes = (0..<24).map { _ in UInt8.random(in: 0...255, using: &generator) }
      for scalar in VisibleText.make(bytes).unicodeScalars {
        #expect(VisibleText.isVisible(scalar), "\(bytes)")
      }
    }
  }
}
