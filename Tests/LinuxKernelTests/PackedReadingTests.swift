import Testing

@testable import LinuxKernel

/// Readings in eight bytes are those that went in.
struct PackedReadingTests {
  private func packed<Value: PackedValue>(_ reading: Reading<Value>) -> Reading<Value> {
    PackedReading(wrappedValue: reading).wrappedValue
  }

  @Test func whatIsNoValueStaysWhatItIs() {
    let readings: [Reading<UInt64>] = [
      .absent, .denied, .notThisFile, .failed(errno: 5), .failed(errno: 24), .value(0), .value(1),
      .value(1 << 63), .value(.max - 0x1_0000),
    ]
    for reading in readings { #expect(packed(reading) == reading) }
    #expect(MemoryLayout<PackedReading<UInt64>>.size == 8)
  }

  @Test func limitsAndFlagsStayWhatTheyAre() {
    for limit in [CgroupLimit.none, .bytes(0), .bytes(4096), .bytes(1 << 63)] {
      #expect(packed(Reading<CgroupLimit>.value(limit)) == .value(limit))
    }
    for flag in [true, false] { #expect(packed(Reading<Bool>.value(flag)) == .value(flag)) }
    #expect(packed(Reading<Int>.value(7)) == .value(7))
  }

  /// No size is as large as the numbers that stand for something else.
  @Test func whatDoesNotFitIsNotThisFile() {
    for number: UInt64 in [.max, .max - 1, .max - 0xffff] {
      #expect(packed(Reading<UInt64>.value(number)) == .notThisFile)
    }
    #expect(packed(Reading<CgroupLimit>.value(.bytes(.max))) == .notThisFile)
    #expect(packed(Reading<Int>.value(-1)) == .notThisFile)
  }

  /// There are thousands of groups: what few of them have read is not in each.
  @Test func aGroupIsSmall() { #expect(MemoryLayout<CgroupMemory>.size <= 96) }
}
