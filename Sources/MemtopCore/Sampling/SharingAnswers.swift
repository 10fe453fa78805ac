import LinuxKernel

/// What the kernel answered about processes that look alike, so that it is not asked again each time.
struct SharingAnswers {
  /// Two processes. Thousands of pairs are kept: their hash is enough.
  private struct Pair: Hashable {
    private let hash: Int

    init(_ a: ProcessID, _ b: ProcessID) {
      var hasher = Hasher()
      hasher.combine(a)
      hasher.combine(b)
      hash = hasher.finalize()
    }
  }

  /// At most so many questions a sample: thousands of idle workers are alike, and the rest are asked
  /// about later.
  private static let limit = 200

  private var known: [Pair: MemorySharing.Answer] = [:]
  private var asked = 0
  /// How many answers the sample needed.
  private var needed = 0

  /// Forgets all once most of it is about processes that are gone or no longer alike.
  mutating func beginSample() {
    if known.count > 2 * needed + 1000 { known.removeAll() }
    asked = 0
    needed = 0
  }

  mutating func answer(
    _ a: ProcessID, _ b: ProcessID, asking: (ProcessID, ProcessID) -> MemorySharing.Answer
  ) -> MemorySharing.Answer {
    needed += 1
    let pair = Pair(a, b)
    if let known = known[pair] { return known }
    // Sharing a memory is the exception: until there was time to ask, two live apart.
    guard asked < Self.limit else { return .apart }
    asked += 1
    let answer = asking(a, b)
    known[pair] = answer
    return answer
  }
}
