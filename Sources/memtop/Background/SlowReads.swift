import CLinux
import Glibc
import LinuxKernel
import Synchronization

/// Reads what may block beside the loop: one thread, which begins with the first request, and another while that is
/// held up.
///
/// A read of `/proc` cannot be timed out, so a stuck thread is left to itself; `SlowQueue` has the rules.
final class SlowReads: Sendable {
  /// Becomes readable when there are answers.
  var descriptor: Int32 { desk.answered }
  private let desk: Desk

  /// Throws: when the kernel gives no more descriptors.
  init(_ root: KernelRoot) throws(KernelError) {
    desk = try Desk { $0.read(root) }
  }

  init(read: @escaping @Sendable (SlowRequest) -> SlowAnswer) throws(KernelError) {
    desk = try Desk(read)
  }

  deinit {
    let idle = desk.queue.withLock { queue in
      queue.close()
      return queue.wake()
    }
    desk.call(idle)
  }

  /// Replaces what is still to be read by what is on screen now and not yet known.
  func ask(_ requests: [SlowRequest]) {
    desk.queue.withLock { $0.ask(requests) }
    look(now: KernelClock.monotonic())
  }

  /// When to attend to the readers, if nothing is asked before. Unit: nanoseconds of CLOCK_MONOTONIC.
  var deadline: UInt64? { desk.queue.withLock { $0.recruitsAt } }

  /// Looks whether the readers are stuck, and gives them help, where it is time.
  func attend(now: UInt64) {
    if let deadline, now >= deadline { look(now: now) }
  }

  private func look(now: UInt64) {
    let (recruit, idle) = desk.queue.withLock { queue in
      queue.observe(now: now)
      return (queue.recruit(now: now), queue.wake())
    }
    desk.call(idle)
    if let recruit, !SlowReader(recruit, desk).start() {
      desk.queue.withLock { $0.dismiss() }
    }
  }

  /// The answers since the last call; never waits.
  func answers() -> [SlowAnswer] {
    desk.queue.withLock { queue in
      clinux_event_take(desk.answered)
      return queue.takeAnswers()
    }
  }

  /// How many threads there are that were not given up, and how many that were.
  var threads: (atWork: Int, abandoned: Int) {
    desk.queue.withLock { ($0.readers, $0.abandoned) }
  }
}

/// What the loop and the readers share. A reader that is stuck keeps it alive.
final class Desk: Sendable {
  let queue = Mutex(SlowQueue())
  let read: @Sendable (SlowRequest) -> SlowAnswer
  let answered: Int32
  /// One reader is let through for each count.
  private let work: Int32

  init(_ read: @escaping @Sendable (SlowRequest) -> SlowAnswer) throws(KernelError) {
    self.read = read
    answered = clinux_event_open()
    guard answered >= 0 else { throw KernelError(path: "eventfd", reason: .errno(-answered)) }
    work = clinux_turnstile_open()
    guard work >= 0 else {
      close(answered)
      throw KernelError(path: "eventfd", reason: .errno(-work))
    }
  }

  deinit {
    close(answered)
    close(work)
  }

  /// Wakes so many readers.
  func call(_ readers: Int) {
    if readers > 0 { clinux_event_add(work, UInt64(readers)) }
  }

  /// Blocks until called.
  func awaitCall() { clinux_event_take(work) }

  /// Takes a reader's answer; false when the reader was given up meanwhile and is to end.
  func hand(in answer: SlowAnswer, from reader: Int) -> Bool {
    // Within the lock, as where it is taken: the descriptor is readable just while there are answers.
    queue.withLock { queue in
      clinux_event_add(answered, 1)
      return queue.finish(reader, answer)
    }
  }
}
