/// When the next sample is due: absolute deadlines, so that an interval does not drift.
///
/// Unit: nanoseconds of the monotonic clock.
struct SampleClock {
  private(set) var deadline: UInt64
  private var interval: UInt64

  init(now: UInt64, interval: UInt64) {
    deadline = now
    self.interval = interval
  }

  func isDue(_ now: UInt64) -> Bool { now >= deadline }

  /// A sample was taken; deadlines that were missed meanwhile are not made up for.
  mutating func advance(now: UInt64) {
    deadline &+= interval
    if deadline <= now { deadline = now &+ interval }
  }

  /// A sample is wanted at once; the ones after it follow at the interval.
  mutating func hurry(now: UInt64) { deadline = now }

  /// Nothing is to be sampled before then.
  mutating func wait(until time: UInt64) { deadline = time }

  /// The interval changed, or samples begin again.
  mutating func restart(now: UInt64, interval: UInt64) {
    self.interval = interval
    deadline = now &+ interval
  }
}
