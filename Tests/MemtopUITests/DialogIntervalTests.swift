import Testing

@testable import MemtopUI

@Suite struct DialogIntervalTests {
  static let good: [(String, Int)] = [
    ("0.5", 500), ("2s", 2000), ("500ms", 500), ("1", 1000), ("0.1", 100), ("100ms", 100),
    ("3600", 3_600_000), ("3600S", 3_600_000), (".25", 250), ("2.", 2000), ("1.125s", 1125),
    ("1500.0MS", 1500),
  ]

  @Test(arguments: good) func accepts(text: String, milliseconds: Int) throws {
    #expect(try IntervalText.parse(text) == milliseconds)
  }

  static let bad: [(String, String)] = [
    ("", "Type a time such as 0.5, 2s or 500ms."),
    ("s", "Type a time such as 0.5, 2s or 500ms."),
    (".", "Type a time such as 0.5, 2s or 500ms."),
    ("-1", "Type a time such as 0.5, 2s or 500ms."),
    ("1.2.3", "Type a time such as 0.5, 2s or 500ms."),
    ("0,5", "Type a time such as 0.5, 2s or 500ms."),
    ("2m", "Type a time such as 0.5, 2s or 500ms."),
    ("nan", "Type a time such as 0.5, 2s or 500ms."),
    ("١", "Type a time such as 0.5, 2s or 500ms."),
    ("0.0999", "Type a time such as 0.5, 2s or 500ms."),
    ("0", "An interval is from 0.1 s to 3600 s."),
    ("0.099", "An interval is from 0.1 s to 3600 s."),
    ("99ms", "An interval is from 0.1 s to 3600 s."),
    ("3601", "An interval is from 0.1 s to 3600 s."),
    ("999999999999", "An interval is from 0.1 s to 3600 s."),
    ("100.5ms", "An interval is in whole milliseconds."),
    ("9999999999999", "Type a time such as 0.5, 2s or 500ms."),
  ]

  @Test(arguments: bad) func refuses(text: String, why: String) {
    #expect(throws: IntervalText.Problem(text: why)) { try IntervalText.parse(text) }
  }

  @Test(arguments: [100, 500, 1000, 1500, 1125, 2000, 60000, 3_600_000])
  func writesWhatItReads(milliseconds: Int) throws {
    #expect(try IntervalText.parse(IntervalText.write(milliseconds)) == milliseconds)
  }

  /// Keys, and the interval that Enter sets after them; it was 1 s.
  static let presses: [([Key], DialogStep)] = [
    ([], .interval(1000)),
    ([.character("2")], .interval(2000)),
    ([.character("0"), .character("."), .character("5")], .interval(500)),
    ([.up], .interval(2000)), ([.down], .interval(500)),
    ([.down, .down, .down, .down], .interval(100)),
    ([.backspace], .interval(1000)), ([.delete], .stay), ([.character("x")], .stay),
    ([.character("x"), .up], .stay), ([.character("3"), .up], .interval(5000)),
    ([.character("0")], .stay), ([.escape], .interval(1000)),
  ]

  @Test(arguments: presses.indices) func prompt(index: Int) {
    var harness = DialogHarness(IntervalPrompt(current: 1000))
    harness.press(Self.presses[index].0)
    #expect(harness.press(.enter) == Self.presses[index].1)
    #expect(harness.press(.escape) == .close)
  }

  @Test func screens() {
    var harness = DialogHarness(IntervalPrompt(current: 1500))
    expectGolden(harness.surface, "dialog-interval")
    harness.type("5000")
    expectGolden(harness.surface, "dialog-interval-refused")
  }
}
