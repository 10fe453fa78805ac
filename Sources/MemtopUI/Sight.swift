import LinuxKernel

/// What of the screen the user has seen: an act is for the process that stood under the cursor then, and
/// Enter confirms only what stood on the screen before it was typed.
struct Sight: Sendable {
  /// Grows with everything that may change what Enter does.
  private var changes = 0
  /// The same when the last frame was drawn, and when the last one that was seen was.
  private var drawn = 0
  private var seen = 0
  /// A line of the last frame that a process stood on.
  struct Line: Sendable {
    var line: Int
    let process: ProcessID
    /// Already made visible.
    let name: String
  }

  /// From top to bottom; of the list that is shown now.
  var lines: [Line] = []
  /// What was under the cursor in the last frame.
  private(set) var subject: LineSubject?

  /// What Enter would do now was not on the screen yet.
  var isPending: Bool { changes > seen }

  mutating func change() { changes += 1 }

  mutating func draw(_ subject: LineSubject?) {
    drawn = changes
    self.subject = subject
  }

  /// The last frame has stood long enough. True where nothing was typed since it was drawn.
  mutating func see() -> Bool {
    seen = drawn
    return changes == drawn
  }
}
