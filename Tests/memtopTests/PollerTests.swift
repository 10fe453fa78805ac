import Glibc
import Testing

@testable import memtop

@Suite struct PollerTests {
  @Test func aDeadlineEndsTheWaitAndNotBefore() throws {
    var poller = Poller<Int>()
    let start = Self.now()
    try poller.wait(until: start + 30_000_000)
    #expect(poller.ready.isEmpty)
    #expect(Self.now() >= start + 30_000_000)
    try poller.wait(until: start)
    #expect(poller.ready.isEmpty)
  }

  @Test func whatIsReadyHasItsToken() throws {
    let (one, two) = (try Pipe(), try Pipe())
    var poller = Poller<String>()
    poller.watch(one.reading, as: "one")
    poller.watch(two.reading, as: "two")
    two.send("x")
    try poller.wait(until: nil)
    #expect(poller.ready == [.init(token: "two", isGone: false)])
    one.send("x")
    try poller.wait(until: nil)
    #expect(poller.ready.map(\.token) == ["one", "two"])
    poller.forget("two")
    try poller.wait(until: nil)
    #expect(poller.ready.map(\.token) == ["one"])
  }

  @Test func aHangUpIsSaid() throws {
    let pipe = try Pipe()
    var poller = Poller<Int>()
    poller.watch(pipe.reading, as: 7)
    pipe.closeWriting()
    try poller.wait(until: nil)
    #expect(poller.ready == [.init(token: 7, isGone: true)])
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  private final class Pipe {
    let reading: Int32
    private var writing: Int32

    struct Failure: Error {}

    init() throws {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw Failure() }
      (reading, writing) = (ends[0], ends[1])
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
      close(reading)
      closeWriting()
    }

    func send(_ text: String) {
      _ = write(writing, text, text.utf8.count)
    }

    func closeWriting() {
      if writing >= 0 { close(writing) }
      writing = -1
    }
  }
}
