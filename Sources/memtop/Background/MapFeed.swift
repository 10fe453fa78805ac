import LinuxKernel
import MemtopCore
import MemtopUI

/// When the files of the explained process that block on its memory are read: one after the other, so
/// that a stuck process holds one reader only, and again after a while.
///
/// Time is monotonic, in nanoseconds.
struct MapFeed {
  /// Between an answer and the next question. Unit: nanoseconds.
  static let pause: UInt64 = 3_000_000_000
  /// A process whose memory takes long to walk is asked the more rarely: it waits while it is read.
  static let longestShare: UInt64 = 10

  private enum Stage: Equatable {
    /// Nothing is to be read before this time; nil for ever.
    case rest(until: UInt64?)
    case rollup
    case mappings
  }

  private var process: ProcessID?
  private var stage = Stage.rest(until: nil)
  private var askedAt: UInt64 = 0
  private var roundBegan: UInt64 = 0
  private var saidLate = false

  /// What is to be read now.
  ///
  /// - Parameters:
  ///   - wanted: the process that is explained.
  ///   - repeats: false where the answer cannot change.
  mutating func requests(for wanted: ProcessID?, now: UInt64, repeats: Bool) -> [SlowRequest] {
    if wanted != process {
      process = wanted
      if wanted != nil { begin(now) } else { stage = .rest(until: nil) }
    } else if case .rest(let until?) = stage, repeats, now >= until {
      begin(now)
    }
    guard let process else { return [] }
    switch stage {
    case .rest: return []
    case .rollup: return [.rollup(process)]
    case .mappings: return [.mappings(process)]
    }
  }

  private mutating func begin(_ now: UInt64) {
    roundBegan = now
    ask(.rollup, now)
  }

  private mutating func ask(_ next: Stage, _ now: UInt64) {
    stage = next
    askedAt = now
    saidLate = false
  }

  /// The message that an answer makes; nil where it is for nobody any more.
  mutating func take(_ answer: SlowAnswer, now: UInt64) -> Message? {
    guard let process, answer.request.process == process else { return nil }
    switch answer {
    case .rollup(_, let reading):
      if stage == .rollup { ask(.mappings, now) }
      return .mapped(process, .rollup(reading))
    case .mappings(_, let reading):
      let rest = max(Self.pause, (now - min(now, roundBegan)) * Self.longestShare)
      if stage == .mappings { stage = .rest(until: now + rest) }
      return .mapped(process, .mappings(reading))
    case .commandLine, .userName: return nil
    }
  }

  /// The message that the kernel does not answer at once; once for each question.
  mutating func lateMessage(now: UInt64) -> Message? {
    guard let process, let due = lateAt, now >= due else { return nil }
    saidLate = true
    return .mapped(process, .late)
  }

  /// The next moment there may be something to say unasked.
  var lateAt: UInt64? {
    switch stage {
    case .rollup, .mappings: saidLate ? nil : askedAt + SlowQueue.patience
    case .rest: nil
    }
  }
}
