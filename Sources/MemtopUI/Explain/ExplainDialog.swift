import LinuxKernel
import MemtopCore

/// All that is known of one process: why the kernel would kill it when, what memory it has and where
/// it runs. It keeps its process while samples go on.
struct ExplainDialog: ReadingDialog {
  var facts: ProcessExplanation
  var top = 0

  init(_ subject: ExplainedProcess, pageSize: UInt64) {
    facts = ProcessExplanation(subject, pageSize: pageSize)
  }

  var process: ProcessID { facts.subject.process }

  var title: String { facts.title }

  var opener: Unicode.Scalar? { "x" }

  /// What is behind it may show the kill order of another group.
  var closed: DialogStep { .finish([.sampleNow]) }

  var killPlan: KillPlan? { facts.hasEnded ? nil : KillPlan(group: facts.subject.group) }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    if case .mapped(process, let answer) = message { facts.memory.take(answer) }
    return .stay
  }
}
