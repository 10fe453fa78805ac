import Testing

@testable import MemtopCore

@Suite struct QuantityTests {
  @Test(
    arguments: [
      (0, "0"), (1, "1B"), (1023, "1023B"), (1024, "1K"), (1_023_487, "999K"), (1_023_488, "0.98M"),
      (1_048_576, "1.00M"), (4_198_170_624, "3.91G"), (10_732_175_360, "10.0G"),
      (107_320_000_000, "99.9G"), (107_374_182_400, "100G"), (.max, "16.0E"),
    ] as [(UInt64, String)])
  func threeFigures(_ size: UInt64, _ text: String) {
    #expect(Quantity.bytes(size) == text)
  }

  /// Columns are five wide: no size is longer.
  @Test func noSizeIsLongerThanFive() {
    for power in 0..<64 {
      let size = UInt64(1) << UInt64(power)
      for near in [size - 1, size, size + 1, size / 1000 * 999, size.addingSaturated(size / 3)] {
        #expect(Quantity.bytes(near).count <= 5, "\(near)")
      }
    }
    #expect(Quantity.rate(.greatestFiniteMagnitude) == "16.0E/s")
  }

  @Test func otherUnits() {
    #expect(Quantity.bytes(1_610_612_736, unit: .gib) == "1.50G")
    #expect(Quantity.bytes(1_610_612_736, unit: .mib) == "1536.0M")
    #expect(Quantity.bytes(1_610_612_736, unit: .kib) == "1572864K")
    #expect(Quantity.bytes(1_610_612_736, unit: .bytes) == "1610612736")
  }

  @Test func signs() {
    #expect(Quantity.signedBytes(0) == "0")
    #expect(Quantity.signedBytes(2048) == "+2K")
    #expect(Quantity.signedBytes(-2048) == "-2K")
    #expect(Quantity.signedBytes(.min) == "-8.00E")
  }

  @Test(
    arguments: [
      (0, "0/s"), (0.4, "0/s"), (-5, "0/s"), (1_310_720, "1.25M/s"), (.infinity, "16.0E/s"),
    ] as [(Double, String)])
  func rates(_ rate: Double, _ text: String) {
    #expect(Quantity.rate(rate) == text)
  }

  @Test(
    arguments: [
      (0.05, 1, "0.1"), (-0.04, 1, "0.0"), (-1.25, 1, "-1.3"), (99.96, 1, "100.0"), (2.5, 0, "3"),
      (1.005, 3, "1.005"), (.nan, 1, "–"), (-.infinity, 1, "–"),
    ] as [(Double, Int, String)])
  func decimals(_ value: Double, _ places: Int, _ text: String) {
    #expect(Quantity.fixed(value, places) == text)
  }

  @Test func shares() {
    #expect(
      [0, 0.46, 9.94, 9.96, 99.7].map(Quantity.percent) == [
        "0.0 %", "0.5 %", "9.9 %", "10 %", "100 %",
      ])
  }

  @Test func spans() {
    #expect(Quantity.span(seconds: 0) == "00:00:00")
    #expect(Quantity.span(seconds: 86399) == "23:59:59")
    #expect(Quantity.span(seconds: 86400 * 12 + 4 * 3600 + 11 * 60) == "12d 04:11")
  }

  @Test(
    arguments: [
      ("4096", 4096), ("512k", 524_288), ("1.5M", 1_572_864), ("1G", 1_073_741_824), ("-2K", -2048),
    ] as [(String, Double)])
  func sizesThatAreTyped(_ text: String, _ size: Double) {
    #expect(Quantity.parseBytes(text) == size)
  }

  @Test(arguments: ["", "K", "1Q", "1 G", "1GB", "١", "1e9", "--1", "0x10", "1.2.3", "²"])
  func whatIsNoSize(_ text: String) {
    #expect(Quantity.parseBytes(text) == nil)
  }
}
