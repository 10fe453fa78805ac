import Testing

@testable import memtop

/// `memtop` alone begins without argument-parser, as what that makes of nothing.
@Suite struct UnaskedTests {
  @Test func itIsWhatIsParsedOfNothing() throws {
    let parsed = try #require(try Memtop.parseAsRoot([]) as? Memtop)
    let unasked = Memtop.unasked
    // A value that was not given to it would end the test here.
    #expect(unasked.dashboard.given == parsed.dashboard.given)
    #expect(unasked.list.given == parsed.list.given)
    #expect(unasked.system.given == parsed.system.given)
    #expect(unasked.licenses == parsed.licenses)
    #expect(unasked.dashboard.given.isEmpty && unasked.list.given.isEmpty)
    #expect(unasked.list.kernelThreads == nil && unasked.list.user == nil)
    #expect(unasked.system.root == parsed.system.root)
  }
}
