import LinuxKernel
import Testing

@testable import memtop

struct SlowQueueTests {
  private func user(_ number: UInt32) -> SlowRequest { .userName(number) }

  private func answer(_ number: UInt32) -> SlowAnswer { .userName(number, "u\(number)") }

  @Test func handsOutRequestsInOrder() {
    var queue = SlowQueue()
    queue.ask([user(3), user(1), user(2)])
    #expect(queue.order(for: 1, now: 0) == .read(user(3)))
    #expect(queue.order(for: 2, now: 0) == .read(user(1)))
    #expect(queue.order(for: 3, now: 0) == .read(user(2)))
    #expect(queue.order(for: 4, now: 0) == .wait)
  }

  @Test func theNewestListReplacesTheOneBefore() {
    var queue = SlowQueue()
    queue.ask((1...500).map(user))
    queue.ask([user(7)])
    #expect(queue.pendingCount == 1)
    #expect(queue.order(for: 1, now: 0) == .read(user(7)))
    queue.ask([])
    #expect(queue.order(for: 2, now: 0) == .wait)
  }

  @Test func asksNothingTwice() {
    var queue = SlowQueue()
    queue.ask([user(1), user(1), user(2)])
    #expect(queue.pendingCount == 2)
    #expect(queue.order(for: 1, now: 0) == .read(user(1)))
    queue.ask([user(1), user(2)])
    #expect(queue.pendingCount == 1)
    #expect(queue.finish(1, answer(1)) == true)
    queue.ask([user(1), user(2)])
    #expect(queue.pendingCount == 1)
    #expect(queue.takeAnswers() == [answer(1)])
    #expect(queue.takeAnswers() == [])
    queue.ask([user(1), user(2)])
    #expect(queue.pendingCount == 2)
  }

  @Test func whatTakesLongCanBeAskedAgainOnceItIsAnswered() {
    let process = ProcessID(pid: 5, startTime: 7)
    var queue = SlowQueue()
    queue.ask([.rollup(process), .commandLine(process)])
    #expect(queue.order(for: 1, now: 0) == .read(.rollup(process)))
    #expect(queue.order(for: 2, now: 0) == .read(.commandLine(process)))
    queue.observe(now: 2 * SlowQueue.patience)
    queue.ask([.rollup(process), .commandLine(process)])
    #expect(queue.pendingCount == 0)
    _ = queue.finish(1, .rollup(process, .absent))
    _ = queue.finish(2, .commandLine(process, .absent))
    _ = queue.takeAnswers()
    queue.ask([.rollup(process), .commandLine(process)])
    #expect(queue.order(for: 3, now: 0) == .read(.rollup(process)))
    #expect(queue.pendingCount == 0)
  }

  @Test func anotherReaderBeginsWhereTheOneIsHeldUp() {
    var queue = SlowQueue()
    #expect(queue.recruit(now: 0) == nil)
    #expect(queue.recruitsAt == nil)
    queue.ask([user(1), user(2), user(3)])
    queue.observe(now: 5)
    #expect(queue.recruit(now: 5) == 1)
    #expect(queue.recruit(now: 5) == nil, "the first has not begun yet")
    #expect(queue.recruitsAt == SlowQueue.patience + 6)
    queue.observe(now: 8)
    #expect(queue.recruitsAt == SlowQueue.patience + 9, "it is not looked at all the time")
    #expect(queue.order(for: 1, now: 10) == .read(user(1)))
    #expect(queue.recruit(now: SlowQueue.patience + 10) == nil)
    #expect(queue.recruitsAt == SlowQueue.patience + 11)
    #expect(queue.recruit(now: SlowQueue.patience + 11) == 2)
    #expect(queue.recruitsAt == nil)
    #expect(queue.order(for: 2, now: SlowQueue.patience + 11) == .read(user(2)))
    #expect(queue.recruit(now: .max / 2) == nil, "with so many held up there is no third")
    #expect(queue.readers == 2)
  }

  @Test func whereNoReaderCanBeStartedNothingIsLookedAt() {
    var queue = SlowQueue()
    queue.ask([user(1)])
    #expect(queue.recruit(now: 0) == 1)
    queue.dismiss()
    #expect(queue.recruitsAt == nil)
    #expect(queue.recruit(now: 1) == 2)
  }

  @Test func whatTakesLongHoldsNothingElseUp() {
    var queue = SlowQueue()
    queue.ask([.rollup(ProcessID(pid: 5, startTime: 7)), user(1)])
    #expect(queue.recruit(now: 0) == 1)
    _ = queue.order(for: 1, now: 0)
    #expect(queue.recruit(now: 0) == 2)
  }

  @Test func wakesOnlyReadersThatWait() {
    var queue = SlowQueue()
    #expect(queue.order(for: 1, now: 0) == .wait)
    #expect(queue.order(for: 2, now: 0) == .wait)
    #expect(queue.wake() == 0)
    queue.ask([user(1)])
    #expect(queue.wake() == 1)
    #expect(queue.wake() == 1)
    #expect(queue.wake() == 0)
  }

  @Test func whatGotAReaderStuckIsNotAskedAgain() {
    var queue = SlowQueue()
    queue.ask([user(1), user(2)])
    #expect(queue.order(for: 1, now: 100) == .read(user(1)))
    queue.observe(now: 100 + SlowQueue.patience)
    #expect(queue.finish(1, answer(1)) == true)
    _ = queue.takeAnswers()
    queue.ask([user(1)])
    #expect(queue.pendingCount == 1, "not stuck yet at just this age")
    #expect(queue.order(for: 1, now: 200) == .read(user(1)))
    queue.observe(now: 201 + SlowQueue.patience)
    #expect(queue.finish(1, answer(1)) == true, "stuck, but not given up")
    #expect(queue.takeAnswers() == [answer(1)])
    queue.ask([user(1), user(2)])
    #expect(queue.pendingCount == 1)
  }

  @Test func givesUpReadersButNeverTooMany() {
    var queue = SlowQueue()
    var now: UInt64 = 1000
    var running: [Int] = []
    for round in 0..<5 {
      queue.ask([user(UInt32(round * 2)), user(UInt32(round * 2 + 1))])
      if let reader = queue.recruit(now: now), case .read = queue.order(for: reader, now: now) {
        running.append(reader)
      }
      now += SlowQueue.abandonment + 1
      queue.observe(now: now)
      #expect(queue.readers <= SlowQueue.readerLimit)
      #expect(queue.abandoned <= SlowQueue.abandonedLimit)
    }
    #expect(running.count == SlowQueue.readerLimit + SlowQueue.abandonedLimit)
    // One that was given up comes back: its answer counts, it ends, and another may be given up.
    #expect(queue.finish(running[0], answer(0)) == false)
    #expect(queue.takeAnswers() == [answer(0)])
    queue.observe(now: now)
    #expect(queue.readers == 1)
    queue.ask([user(99)])
    #expect(queue.recruit(now: now) != nil)
  }

  @Test func remembersOnlySoManyStuckRequests() {
    var queue = SlowQueue()
    for number in 0...UInt32(SlowQueue.lateLimit) {
      queue.ask([user(number)])
      #expect(queue.order(for: 1, now: 0) == .read(user(number)))
      queue.observe(now: SlowQueue.patience + 1)
      _ = queue.finish(1, answer(number))
    }
    _ = queue.takeAnswers()
    queue.ask([user(0), user(1)])
    #expect(queue.pendingCount == 1, "the oldest is forgotten")
  }

  @Test func everyReaderEndsWhenItCloses() {
    var queue = SlowQueue()
    #expect(queue.order(for: 1, now: 0) == .wait)
    queue.ask([user(1)])
    queue.close()
    #expect(queue.wake() == 1)
    #expect(queue.order(for: 1, now: 0) == .end)
    #expect(queue.order(for: 2, now: 0) == .end)
  }
}
