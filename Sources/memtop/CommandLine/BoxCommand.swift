import LinuxKernel
import MemtopCore
import MemtopExport

/// What the commands that move processes between groups, or take memory back, have in common.
struct BoxCommand {
  let name: String

  func failure(_ problem: CgroupProblem) -> CommandFailure {
    let code: CommandFailure.Code =
      switch problem.kind {
      case .meaning: .usage
      case .missing: .noInput
      case .refused: .system
      }
    return CommandFailure("\(name): \(problem.message)", code)
  }

  /// Appends what was done to the log; says why it is not in it.
  func note(_ outcome: DeedOutcome, in log: ChangeLog?) {
    if let complaint = log?.append(outcome.records) { StandardOutput.complain(complaint) }
  }
}
