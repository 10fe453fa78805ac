import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

struct GrowthTests {
  /// A model and what makes its samples: one process whose size grows by so many pages a second.
  private static func growth(
    after seconds: UInt64, every step: UInt64 = 1, pages: UInt64 = 10
  ) throws -> Int64? {
    var host = MadeUpHost([.init(7, rssPages: 1000)])
    var model = try host.emptyModel()
    for second in stride(from: 0, through: seconds, by: Int(step)) {
      host.processes[0].rssPages = 1000 + second * pages
      try host.advance(&model, seconds: 500 + second)
    }
    return model.growth(0)
  }

  @Test func isNotShownBeforeTenSeconds() throws {
    #expect(try Self.growth(after: 0) == nil)
    #expect(try Self.growth(after: 9) == nil)
  }

  @Test func isScaledToAMinuteUntilOneWasWatched() throws {
    #expect(try Self.growth(after: 10) == 60 * 10 * 4096)
    #expect(try Self.growth(after: 31) == 60 * 10 * 4096)
  }

  @Test func looksBackOneMinute() throws {
    #expect(try Self.growth(after: 60, every: 4) == 60 * 10 * 4096)
    #expect(try Self.growth(after: 150, every: 5) == 60 * 10 * 4096)
    #expect(try Self.growth(after: 300, every: 20) == 60 * 10 * 4096)
  }

  @Test func isZeroWhereNothingChanges() throws {
    #expect(try Self.growth(after: 30, every: 3, pages: 0) == 0)
  }

  @Test func isUnknownWhereSamplesAreFurtherApart() throws {
    #expect(try Self.growth(after: 300, every: 100) == nil)
  }

  @Test func startsAnewWithAnotherProcessOfTheSamePID() throws {
    var host = MadeUpHost([.init(7, rssPages: 1000)])
    var model = try host.emptyModel()
    for second in 0..<20 as Range<UInt64> { try host.advance(&model, seconds: 500 + second) }
    #expect(model.growth(0) == 0)
    host.processes[0] = .init(7, start: 52000, rssPages: 9)
    try host.advance(&model, seconds: 520)
    #expect(model.growth(0) == nil)
  }

  @Test func anotherSourceIsNoGrowth() throws {
    var host = MadeUpHost([.init(7, rssPages: 1000)])
    var model = try host.emptyModel()
    for second in 0..<20 as Range<UInt64> { try host.advance(&model, seconds: 500 + second) }
    #expect(model.growth(0) == 0)
    model.completing { $0.source = .bpf }
    host.processes[0].rssPages = 1100
    try host.advance(&model, seconds: 520)
    #expect(model.growth(0) == nil)
    for second in 521..<540 as Range<UInt64> { try host.advance(&model, seconds: second) }
    #expect(model.growth(0) == 0)
  }

  @Test func aProcessThatCameLaterHasItsOwnHistory() throws {
    var host = MadeUpHost([.init(7, rssPages: 1000)])
    var model = try host.emptyModel()
    for second in 0..<30 as Range<UInt64> {
      if second == 15 { host.processes.append(.init(9, rssPages: 5)) }
      if second == 29 { host.processes[1].rssPages = 8 }
      try host.advance(&model, seconds: 500 + second)
    }
    #expect(model.growth(0) == 0)
    #expect(try #require(model.growth(1)) == 52_663, "12 KiB in 14 s, for a minute")
  }
}
