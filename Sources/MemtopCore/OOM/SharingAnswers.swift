import LinuxKernel

/// What the kernel answered about processes that look alike, so that it is not asked again each time.
struct SharingAnswers {
  private struct Pair: Hashable {
    let a: ProcessID
    let b: ProcessID
  }

  /// At most so many questions a sample: thousands of idle workers are alike, and the rest are asked
  /// about later.
  private static let limit = 200

  private var earlier: [Pair: MemorySharing.Answer] = [:]
  private var now: [Pair: MemorySharing.Answer] = [:]
  private var asked = 0

  /// Forgets what the sample before the last one asked about.
  mutating func beginSample() {
    swap(&earlier, &now)
    now.removeAll(keepingCapacity: true)
    asked = 0
  }

  mutating func answer(
    _ a: ProcessID, _ b: ProcessID, asking: (ProcessID, ProcessID) -> MemorySharing.Answer
  ) -> MemorySharing.Answer {
    let pair = Pair(a: a, b: b)
    if let known = now[pair] ?? earlier[pair] {
      now[pair] = known
      return known
    }
    // Sharing a memory is the exception: until there was time to ask, two live apart.
    guard asked < Self.limit else { return .apart }
    asked += 1
    let answer = asking(a, b)
    now[pair] = answer
    return answer
  }
}
