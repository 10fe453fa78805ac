/// Lines above the bottom bar that tell what happened; the next key takes them away.
struct Notes: Sendable, Equatable {
  /// Samples after which a line goes by itself.
  private static let lifetime = 10
  private static let limit = 3

  private(set) var lines: [String]
  private var samples = 0

  init(lines: [String] = []) {
    self.lines = Array(lines.suffix(Self.limit))
  }

  mutating func add(_ line: String) {
    lines.append(line)
    lines = Array(lines.suffix(Self.limit))
    samples = 0
  }

  mutating func clear() { lines = [] }

  mutating func age() {
    samples += 1
    if samples > Self.lifetime { lines = [] }
  }
}
