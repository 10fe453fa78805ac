import LinuxKernel
import Testing

struct BootTimeTests {
  static let text = """
    cpu  1318 0 2098 395482 229 0 39 0 0 0
    cpu0 676 0 1023 197720 117 0 12 0 0 0
    intr 227403 0 9 0 0
    ctxt 473061
    btime 1763735640
    processes 20347

    """

  @Test func findsTheKey() {
    #expect(parsing(Self.text, BootTime.parse) == 1_763_735_640)
  }

  @Test func isNeverWrongWhenCut() {
    for text in cuts(of: Self.text) {
      let time = parsing(text, BootTime.parse)
      #expect(time == nil || time == 1_763_735_640)
    }
  }

  @Test(arguments: [
    "", "btime\n", "btime \n", "btime -5\n", "btime 12x\n", "btime 12", "xbtime 12\n",
    "btime \(tooLarge)\n", "btime 9223372036854775808\n",
  ])
  func refuses(_ text: String) {
    #expect(parsing(text, BootTime.parse) == nil)
  }
}
