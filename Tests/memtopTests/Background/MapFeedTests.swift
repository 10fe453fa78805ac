import LinuxKernel
import MemtopCore
import MemtopUI
import Testing

@testable import memtop

/// Which of the explained process's files is asked for when, and what is said of it.
struct MapFeedTests {
  private let first = ProcessID(pid: 10, startTime: 1)
  private let second = ProcessID(pid: 11, startTime: 2)
  private let oneSecond: UInt64 = 1_000_000_000

  private func isMapped(_ message: Message?, _ process: ProcessID, _ answer: MapAnswer) -> Bool {
    if case .mapped(process, answer) = message { true } else { false }
  }

  @Test func nothingIsAskedWhileNothingIsExplained() {
    var feed = MapFeed()
    #expect(feed.requests(for: nil, now: 5, repeats: true) == [])
    #expect(feed.lateAt == nil)
    #expect(feed.lateMessage(now: .max) == nil)
  }

  @Test func oneFileAfterTheOtherAndAgainAfterAWhile() {
    var feed = MapFeed()
    #expect(feed.requests(for: first, now: 0, repeats: true) == [.rollup(first)])
    #expect(feed.requests(for: first, now: 1, repeats: true) == [.rollup(first)])
    #expect(isMapped(feed.take(.rollup(first, .denied), now: 5), first, .rollup(.denied)))
    #expect(feed.requests(for: first, now: 6, repeats: true) == [.mappings(first)])
    #expect(isMapped(feed.take(.mappings(first, .absent), now: 9), first, .mappings(.absent)))
    #expect(feed.requests(for: first, now: 10, repeats: true) == [])
    #expect(feed.requests(for: first, now: 9 + MapFeed.pause - 1, repeats: true) == [])
    #expect(feed.requests(for: first, now: 9 + MapFeed.pause, repeats: false) == [])
    #expect(feed.requests(for: first, now: 9 + MapFeed.pause, repeats: true) == [.rollup(first)])
  }

  @Test func aWalkThatTakesLongIsMadeTheMoreRarely() {
    var feed = MapFeed()
    _ = feed.requests(for: first, now: 0, repeats: true)
    _ = feed.take(.rollup(first, .absent), now: oneSecond)
    _ = feed.take(.mappings(first, .absent), now: 2 * oneSecond)
    #expect(feed.requests(for: first, now: 21 * oneSecond, repeats: true) == [])
    #expect(feed.requests(for: first, now: 22 * oneSecond, repeats: true) == [.rollup(first)])
  }

  @Test func saysOnceForEachFileThatTheKernelDoesNotAnswer() {
    var feed = MapFeed()
    _ = feed.requests(for: first, now: 100, repeats: true)
    #expect(feed.lateAt == 100 + SlowQueue.patience)
    #expect(feed.lateMessage(now: 99 + SlowQueue.patience) == nil)
    #expect(isMapped(feed.lateMessage(now: 100 + SlowQueue.patience), first, .late))
    #expect(feed.lateAt == nil)
    #expect(feed.lateMessage(now: 200 + SlowQueue.patience) == nil)
    _ = feed.take(.rollup(first, nil), now: oneSecond)
    #expect(feed.lateAt == oneSecond + SlowQueue.patience)
  }

  @Test func anAnswerForAnotherIsForNobody() {
    var feed = MapFeed()
    _ = feed.requests(for: first, now: 0, repeats: true)
    #expect(feed.requests(for: second, now: 1, repeats: true) == [.rollup(second)])
    #expect(feed.take(.rollup(first, .absent), now: 2) == nil)
    #expect(feed.requests(for: second, now: 3, repeats: true) == [.rollup(second)])
    #expect(feed.requests(for: nil, now: 4, repeats: true) == [])
    #expect(feed.take(.rollup(second, .absent), now: 5) == nil)
    #expect(feed.take(.userName(0, "root"), now: 6) == nil)
  }
}
