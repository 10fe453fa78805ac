import LinuxKernel
import Testing

struct OOMScoreTests {
  @Test(arguments: [("0\n", 0), ("690\n", 690), ("1333\n", 1333), ("2000\n", 2000)])
  func readsScores(_ text: String, _ score: Int32) {
    #expect(parsing(text, OOMScore.parse) == score)
  }

  @Test(arguments: [
    ("0\n", 0), ("-1000\n", -1000), ("1000\n", 1000), ("22\n", 22), ("-900\n", -900),
  ])
  func readsAdjustments(_ text: String, _ adj: Int32) {
    #expect(parsing(text, OOMScoreAdj.parse) == adj)
  }

  @Test(arguments: ["-1001\n", "1001\n", "4294967296\n", "-2147483649\n"])
  func refusesAdjustmentsThereCannotBe(_ text: String) {
    #expect(parsing(text, OOMScoreAdj.parse) == nil)
  }

  @Test(arguments: [
    "", "\n", "6", "66", "666", "-", "6 6\n", "666\n\n", "0x10\n", "2147483648\n", tooLarge,
  ])
  func refusesWhatIsNotOneLine(_ text: String) {
    #expect(parsing(text, OOMScore.parse) == nil)
  }
}
