import MemtopUI
import Testing

@testable import memtop

/// What becomes of characters that ncurses does not know as a key.
@Suite struct KeyDecoderTests {
  static let cases: [(String, [Input])] = [
    ("a", [.key(.character("a"))]),
    ("é日", [.key(.character("é")), .key(.character("日"))]),
    ("\t\r\n", [.key(.tab), .key(.enter), .key(.enter)]),
    ("\u{7f}\u{8}", [.key(.backspace), .key(.backspace)]),
    ("\u{c}\u{1}", [.key(.control("l")), .key(.control("a"))]),
    ("\u{0}\u{1f}\u{9b}", []),
    ("\u{1b}", [.key(.escape)]),
    ("\u{1b}\u{1b}", [.key(.escape), .key(.escape)]),
    ("\u{1b}x", [.key(.escape), .key(.character("x"))]),
    ("\u{1b}[99;3~q", [.key(.character("q"))]),
    ("\u{1b}[?1;2cq", [.key(.character("q"))]),
    ("\u{1b}[[Zq", [.key(.character("q"))]),
    ("\u{1b}OXq", [.key(.character("q"))]),
    ("\u{1b}]52;c;cXE=\u{7}q", [.key(.character("q"))]),
    ("\u{1b}Pkill\u{1b}\\q", [.key(.character("q"))]),
    ("\u{1b}[" + String(repeating: "9", count: 500) + "~q", [.key(.character("q"))]),
    ("\u{1b}[<0;5;300M", [.mouse(Mouse(.press, at: Point(x: 4, y: 299)))]),
    ("\u{1b}[<0;5;300m", []),
    ("\u{1b}[<64;1;1M", [.mouse(Mouse(.wheelUp, at: Point(x: 0, y: 0)))]),
    ("\u{1b}[<69;2;3M", [.mouse(Mouse(.wheelDown, at: Point(x: 1, y: 2)))]),
    ("\u{1b}[<2;1;1M", []),
    ("\u{1b}[<0;0;1M", []),
    ("\u{1b}[<0;99999999999999999999;1M", []),
    ("\u{1b}[<;;M\u{1b}[<M", []),
    ("\u{1b}[M !!q", [.mouse(Mouse(.press, at: Point(x: 0, y: 0))), .key(.character("q"))]),
    ("\u{1b}[Ma!!", [.mouse(Mouse(.wheelDown, at: Point(x: 0, y: 0)))]),
  ]

  @Test(arguments: cases) func charactersBecome(_ text: String, _ expected: [Input]) {
    var decoder = KeyDecoder()
    var inputs: [Input] = []
    for scalar in text.unicodeScalars { decoder.take(scalar, into: &inputs) }
    decoder.finish(into: &inputs)
    #expect(inputs == expected)
  }

  @Test func aSequenceThatNeverEndsIsForgotten() {
    var decoder = KeyDecoder()
    var inputs: [Input] = []
    for scalar in "\u{1b}[12".unicodeScalars { decoder.take(scalar, into: &inputs) }
    #expect(decoder.isInsideSequence)
    decoder.finish(into: &inputs)
    decoder.take("q", into: &inputs)
    #expect(inputs == [.key(.character("q"))])
  }

  @Test func aKeyThatNcursesKnowsEndsWhatHadBegun() {
    var decoder = KeyDecoder()
    var inputs: [Input] = []
    decoder.take("\u{1b}", into: &inputs)
    decoder.take(key: .up, into: &inputs)
    #expect(inputs == [.key(.escape), .key(.up)])
  }
}
