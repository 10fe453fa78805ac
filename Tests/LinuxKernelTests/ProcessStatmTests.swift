import LinuxKernel
import Testing

struct ProcessStatmTests {
  @Test(arguments: [
    ("1701 285 114 142 0 1505 0\n", 1701, 285, 114),
    ("0 0 0 0 0 0 0\n", 0, 0, 0),
    (
      "18446744073709551615 18446744073709551614 18446744073709551613 0 0 0 0\n",
      UInt64.max, UInt64.max - 1, UInt64.max - 2
    ),
  ])
  func reads(_ text: String, _ size: UInt64, _ resident: UInt64, _ shared: UInt64) throws {
    let statm = try #require(parsing(text) { ProcessStatm($0) })
    #expect(statm.size == size)
    #expect(statm.resident == resident)
    #expect(statm.shared == shared)
    for cut in cuts(of: text) {
      let found = parsing(cut) { ProcessStatm($0) }
      #expect(found == nil || found == statm)
    }
  }

  @Test(arguments: [
    "", "\n", "1 2\n", "1 2 3", "1 2 3\n", "-1 2 3 4\n", "1 -2 3 4\n", "\(tooLarge) 2 3 4\n",
    "a b c d\n",
  ])
  func refuses(_ text: String) {
    #expect(parsing(text) { ProcessStatm($0) } == nil)
  }
}
