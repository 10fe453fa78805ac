import Testing

@testable import LinuxKernel

/// The running kernel's log; where it may not be read, the refusal is what is judged.
@Suite struct KernelLogTests {
  @Test func piecesAndTheWholeAreTheSameRecords() throws {
    guard var whole = try? KernelLog(), var pieces = try? KernelLog() else {
      #expect(throws: KernelError.self) { _ = try KernelLog() }
      return
    }
    var counts = (whole: 0, pieces: 0)
    #expect(whole.read { _ in counts.whole += 1 } == .end)
    var progress = KernelLog.Progress.more
    while progress == .more {
      var taken = 0
      progress = pieces.read(atMost: 7) { _ in taken += 1 }
      #expect(taken <= 7)
      counts.pieces += taken
    }
    #expect(progress == .end)
    // The kernel may have written a record in between.
    #expect(counts.pieces >= counts.whole && counts.whole > 0)
    #expect(whole.extent.firstNumber != nil)
  }

  @Test(
    arguments: [
      ("6,406,11823131,-;text\n", 406, 11_823_131), ("4,0,17,c,caller=T1;text", 0, 17),
      ("6,406", 406, nil), ("text", nil, nil), ("6,", nil, nil), ("", nil, nil),
      ("6,x,1", nil, nil),
    ] as [(String, UInt64?, UInt64?)])
  func theFirstRecordTellsWhereTheLogBegins(record: String, number: UInt64?, uptime: UInt64?) {
    var extent = KernelLogExtent()
    Array(record.utf8).withUnsafeBufferPointer { extent.take($0.span) }
    #expect(extent.firstNumber == number)
    #expect(extent.firstUptime == uptime)
    #expect(extent.isWhole == (number == 0))
  }
}
