import Testing

@testable import memtop

@Suite struct ColorDepthTests {
  @Test(
    arguments: [
      (256, nil, ColorDepth.indexed), (1 << 24, nil, .indexed), (88, nil, .base), (16, nil, .base),
      (8, nil, .base), (4, nil, .mono), (0, nil, .mono), (256, "1", .mono), (256, "", .indexed),
    ] as [(Int, String?, ColorDepth)])
  func followsTheTerminalAndTheUser(colors: Int, noColor: String?, expected: ColorDepth) {
    #expect(ColorDepth(terminalColors: colors, noColor: noColor) == expected)
  }
}
