import LinuxKernel
import Testing

struct UptimeTests {
  @Test(arguments: [
    ("1953.32 3902.11\n", 1_953_320_000_000), ("0.00 0.00\n", 0), ("0.05 0.00\n", 50_000_000),
    ("18446744073.70 1.00\n", 18_446_744_073_700_000_000),
  ])
  func reads(_ text: String, _ nanoseconds: UInt64) {
    #expect(parsing(text, Uptime.parse) == nanoseconds)
    for cut in cuts(of: text) {
      let found = parsing(cut, Uptime.parse)
      #expect(found == nil || found == nanoseconds)
    }
  }

  @Test(arguments: [
    "", "\n", "12", "12 34\n", ".50\n", "12.\n", "12.5 1.00\n", "12.345 1.00\n", "-1.00 1.00\n",
    "18446744074.00 1.00\n", "\(tooLarge).00 1.00\n",
  ])
  func refuses(_ text: String) {
    #expect(parsing(text, Uptime.parse) == nil)
  }
}
