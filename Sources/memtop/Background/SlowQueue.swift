/// What is asked, being read and answered, and who reads: the rules of slow reads, without a thread.
///
/// Time is monotonic, in nanoseconds.
struct SlowQueue {
  /// A reader that is in one job for longer is stuck: what it reads is not asked again, unless it is
  /// known to take long.
  static let patience: UInt64 = 20_000_000
  /// A reader that is stuck for so long is given up, and another takes its place.
  static let abandonment: UInt64 = 2_000_000_000
  /// Readers at work, besides those given up.
  static let readerLimit = 2
  /// Readers given up and not come back; with so many there is no other replacement.
  static let abandonedLimit = 2
  /// How many stuck requests are remembered; the oldest is forgotten.
  static let lateLimit = 256

  /// What a reader is to do next.
  enum Order: Equatable {
    case read(SlowRequest)
    case wait
    case end
  }

  private struct Job {
    let request: SlowRequest
    let since: UInt64
    var isAbandoned = false
  }

  /// In reverse: the next to be read is the last.
  private var pending: [SlowRequest] = []
  private var jobs: [Int: Job] = [:]
  private var late: [SlowRequest] = []
  private var answers: [SlowAnswer] = []
  private var observedAt: UInt64 = 0
  private var idle = 0
  private var lastReader = 0
  private(set) var readers = 0
  private(set) var isClosing = false

  var abandoned: Int { jobs.values.count { $0.isAbandoned } }
  var pendingCount: Int { pending.count }

  /// Replaces what is still to be read, first things first. What is being read, was answered and not
  /// yet fetched, or got a reader stuck is left out, and so is what is named twice.
  mutating func ask(_ requests: [SlowRequest]) {
    var known = Set(late)
    known.formUnion(jobs.values.lazy.map(\.request))
    known.formUnion(answers.lazy.map(\.request))
    pending = requests.filter { known.insert($0).inserted }.reversed()
  }

  /// Looks for readers that are stuck.
  mutating func observe(now: UInt64) {
    observedAt = now
    for (reader, job) in jobs where now > job.since + Self.patience {
      if !job.request.takesLong, !late.contains(job.request) {
        if late.count == Self.lateLimit { late.removeFirst() }
        late.append(job.request)
      }
      guard now > job.since + Self.abandonment, !job.isAbandoned, abandoned < Self.abandonedLimit
      else { continue }
      jobs[reader]?.isAbandoned = true
      readers -= 1
    }
  }

  /// The number of a reader to start: where there is work, and all that are at work are held up by theirs. A thread
  /// has a stack and a heap of its own, so one that would only be quicker is not started.
  mutating func recruit(now: UInt64) -> Int? {
    guard needsReader,
      readers == atWork.count(where: { $0.request.takesLong || now > $0.since + Self.patience })
    else { return nil }
    readers += 1
    lastReader += 1
    return lastReader
  }

  /// When to look again whether a reader is to be started; nil where none is.
  var recruitsAt: UInt64? {
    // Where none could be started another request is waited for.
    guard needsReader, readers > 0 else { return nil }
    // One that was started and has no job yet is waited for as long.
    return max(observedAt, atWork.map(\.since).max() ?? 0) + Self.patience + 1
  }

  private var needsReader: Bool { pending.count > idle && readers < Self.readerLimit }

  private var atWork: some Collection<Job> { jobs.values.lazy.filter { !$0.isAbandoned } }

  /// A reader could not be started.
  mutating func dismiss() { readers -= 1 }

  /// How many waiting readers to wake; they count as at work from here on.
  mutating func wake() -> Int {
    let count = isClosing ? idle : min(idle, pending.count)
    idle -= count
    return count
  }

  mutating func order(for reader: Int, now: UInt64) -> Order {
    if isClosing { return .end }
    guard let request = pending.popLast() else {
      idle += 1
      return .wait
    }
    jobs[reader] = Job(request: request, since: now)
    return .read(request)
  }

  /// Takes a reader's answer; false when it was given up meanwhile and is to end.
  mutating func finish(_ reader: Int, _ answer: SlowAnswer) -> Bool {
    let wasAbandoned = jobs.removeValue(forKey: reader)?.isAbandoned == true
    answers.append(answer)
    return !wasAbandoned
  }

  /// The answers since the last call.
  mutating func takeAnswers() -> [SlowAnswer] {
    defer { answers.removeAll() }
    return answers
  }

  /// Readers end as soon as they are free.
  mutating func close() {
    isClosing = true
    pending.removeAll()
  }
}
