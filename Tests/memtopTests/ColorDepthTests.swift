import MemtopUI
import Testing

@testable import memtop

@Suite struct ColorDepthTests {
  private static let eight = ColorDepth.DirectBits(red: 8, green: 8, blue: 8)

  @Test(
    arguments: [
      (256, nil, ColorDepth.indexed), (88, nil, .base), (16, nil, .base), (8, nil, .base),
      (4, nil, .mono), (0, nil, .mono), (256, "1", .mono), (256, "", .indexed),
      // Of a palette that large nobody knows what its numbers mean.
      (512, nil, .base), (1 << 24, nil, .base),
    ] as [(Int, String?, ColorDepth)])
  func followsTheTerminalAndTheUser(colors: Int, noColor: String?, expected: ColorDepth) {
    #expect(ColorDepth(terminalColors: colors, direct: nil, noColor: noColor) == expected)
  }

  @Test func directColorsAreTheirParts() {
    let depth = ColorDepth(terminalColors: 1 << 24, direct: Self.eight, noColor: nil)
    #expect(depth == .direct(Self.eight))
    #expect(ColorDepth(terminalColors: 1 << 24, direct: Self.eight, noColor: "1") == .mono)
    for role in [Role.accent, .warn, .memoryKernel] {
      guard let color = Theme.standard.foreground(of: role) else {
        Issue.record("\(role) has no colour")
        continue
      }
      let (red, green, blue) = color.components
      #expect(depth.number(color) == Int32(red) << 16 | Int32(green) << 8 | Int32(blue))
      // As in xterm-direct16's sisters of 15 bits.
      let small = ColorDepth.direct(.init(red: 5, green: 6, blue: 5))
      let number = small.number(color)
      #expect(abs((number >> 11) * 255 / 31 - Int32(red)) <= 8)
      #expect(abs((number >> 5 & 63) * 255 / 63 - Int32(green)) <= 4)
      #expect(abs((number & 31) * 255 / 31 - Int32(blue)) <= 8)
    }
    #expect(depth.number(nil) == -1)
  }
}
