import Testing

@testable import MemtopCore

struct FieldTextTests {
  private static let now: Int64 = 1_700_000_000_000_000_000

  private static let cases: [(FieldValue, String)] = [
    (.bytes(0), "0"), (.bytes(4_198_000_000), "3.91G"), (.growth(0), "0"),
    (.growth(-1_258_291), "-1.20M"), (.growth(40_000_000), "+38.1M"), (.number(-1000), "-1000"),
    (.percent(16.64), "16.6"), (.percent(100), "100"), (.rate(0), "0.0"), (.rate(1234.5), "1235"),
    (.text("x"), "x"), (.absent, "–"), (.denied, "denied"),
    (.time(now - 3_600_000_000_000), "21:13:20"), (.time(now - 90_000_000_000_000), "Nov 13"),
    (.time(now - 400 * 86_400_000_000_000), "2022"),
  ]

  @Test(arguments: cases) func writes(_ value: FieldValue, _ text: String) {
    #expect(FieldText(now: Self.now).write(value) == text)
  }

  @Test(arguments: [
    (Quantity.Unit.bytes, "1536"), (.kib, "1K"), (.mib, "0.0M"), (.gib, "0.00G"), (.auto, "1K"),
  ]) func writesInTheUnitThatWasChosen(_ unit: Quantity.Unit, _ text: String) {
    let written = FieldText(unit: unit, now: Self.now).write(.bytes(1536))
    #expect(written == text || unit == .auto && written == "2K")
  }
}
