import LinuxKernel
import MemtopCore

/// All that is known of one process: why the kernel would kill it when, what memory it has and where
/// it runs. It keeps its process while samples go on.
struct ExplainDialog: PagedDialog {
  /// One thing that was done to it here.
  struct Act: Sendable {
    /// `11-14 22:25:00`
    let time: String
    /// `adj 0 → -500 by root`
    let text: String
    let record: ActRecord
  }

  var subject: ExplainedProcess
  /// Nil while it is being computed.
  var score: ScoreExplanation?
  private(set) var memory = MappedMemory()
  /// What was done to it here, the oldest first.
  var acts: [Act] = []
  /// Which of these `z` would take back; nil where it is none.
  var nextUndo: Int?
  /// The process is no more: what is shown was its last.
  var hasEnded = false
  let pageSize: UInt64
  private(set) var top = 0

  init(_ subject: ExplainedProcess, pageSize: UInt64) {
    self.subject = subject
    self.pageSize = pageSize
  }

  /// There is something to read of its mappings.
  var hasMemory: Bool { !hasEnded && !subject.isKernelThread && !subject.isZombie }

  var title: String { "Explain \(subject.process.pid) \(subject.name)" }

  var keys: [(key: String, label: String)] {
    [("Up Down PgUp PgDn", "Scroll"), ("Esc", "Close")]
  }

  var killPlan: KillPlan? { hasEnded ? nil : KillPlan(group: subject.group) }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    if let next = scrolled(top, key, context) {
      top = next
      return .stay
    }
    switch key {
    // What is behind it may show the kill order of another group.
    case .escape, .enter, .character("q"), .character("x"): return .finish([.sampleNow])
    case .character(" "): top = scrolled(top, .pageDown, context) ?? top
    default: break
    }
    return .stay
  }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    if case .mapped(subject.process, let answer) = message { memory.take(answer) }
    return .stay
  }
}
