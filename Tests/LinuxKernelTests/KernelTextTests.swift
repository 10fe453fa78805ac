import Testing

@testable import LinuxKernel

struct KernelTextTests {
  @Test(arguments: [
    ("0", 0, 1), ("007 ", 7, 3), ("18446744073709551615\n", UInt64.max, 20), ("12ab", 12, 2),
  ])
  func readsDecimals(_ text: String, _ value: UInt64, _ end: Int) {
    var at = 0
    #expect(parsing(text) { $0.decimal(at: &at) } == value)
    #expect(at == end)
  }

  @Test(arguments: ["", " 1", "-1", "x", tooLarge, "99999999999999999999999999999999"])
  func refusesDecimals(_ text: String) {
    var at = 0
    #expect(parsing(text) { $0.decimal(at: &at) } == nil)
  }

  @Test func movesBehindANumberThatDoesNotFit() {
    var at = 0
    #expect(parsing(tooLarge + " 5") { $0.decimal(at: &at) } == nil)
    #expect(at == 20)
  }

  @Test(arguments: [
    ("-1000", -1000), ("1000", 1000), ("-0", 0), ("-9223372036854775808", Int64.min),
    ("9223372036854775807", Int64.max),
  ])
  func readsSignedDecimals(_ text: String, _ value: Int64) {
    var at = 0
    #expect(parsing(text) { $0.signedDecimal(at: &at) } == value)
  }

  @Test(arguments: [
    "", "-", "--1", "+1", "9223372036854775808", "-9223372036854775809", "-" + tooLarge,
  ])
  func refusesSignedDecimals(_ text: String) {
    var at = 0
    #expect(parsing(text) { $0.signedDecimal(at: &at) } == nil)
  }

  @Test func scalesKibibytesOnlyWhereTheyFit() {
    var at = 0
    #expect(parsing("18014398509481983") { $0.kibibytes(at: &at) } == UInt64.max - 1023)
    at = 0
    #expect(parsing("18014398509481984") { $0.kibibytes(at: &at) } == nil)
  }

  @Test(arguments: [(0, 2), (2, 2), (3, 3), (4, nil), (5, nil)])
  func findsLineEnds(_ start: Int, _ end: Int?) {
    let found = parsing("ab\n\nc") { $0.lineEnd(from: start) }
    #expect(found == end)
  }

  @Test func comparesPrefixesWithinTheBytes() {
    let found = parsing("MemFree") { bytes in
      [
        bytes.starts(with: "Mem", at: 0), bytes.starts(with: "Free", at: 3),
        bytes.starts(with: "Free:", at: 3), bytes.starts(with: "", at: 7),
        bytes.starts(with: "M", at: 7),
      ]
    }
    #expect(found == [true, true, false, true, false])
  }

  @Test func repairsWhatIsNotUTF8() {
    #expect(parsing([0x61, 0xff, 0x62]) { $0.text(0..<3) } == "a\u{fffd}b")
  }
}
