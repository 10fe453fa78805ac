import LinuxKernel
import MemtopCore

/// All that is known of one process: why the kernel would kill it when, what memory it has and where
/// it runs. It keeps its process while samples go on.
struct ExplainDialog: ReadingDialog {
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
  var top = 0

  init(_ subject: ExplainedProcess, pageSize: UInt64) {
    self.subject = subject
    self.pageSize = pageSize
  }

  /// There is something to read of its mappings.
  var hasMemory: Bool { !hasEnded && !subject.isKernelThread && !subject.isZombie }

  var title: String { "Explain \(subject.process.pid) \(subject.name)" }

  var opener: Unicode.Scalar? { "x" }

  /// What is behind it may show the kill order of another group.
  var closed: DialogStep { .finish([.sampleNow]) }

  var killPlan: KillPlan? { hasEnded ? nil : KillPlan(group: subject.group) }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    if case .mapped(subject.process, let answer) = message { memory.take(answer) }
    return .stay
  }
}
