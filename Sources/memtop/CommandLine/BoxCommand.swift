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

  func planText(_ members: [BoxMember], _ root: KernelRoot) -> BoxPlanText {
    let encoding = CharacterEncoding.ofEnvironment()
    return BoxPlanText(
      users: HostUsers(root).names(of: Set(members.map(\.owner))), isUnicode: encoding.isUTF8,
      measure: encoding.cells)
  }

  /// Appends moves to the log; says why what is done is not in it.
  func note(_ moves: [(member: BoxMember, group: [UInt8])], in log: ChangeLog?) {
    let now = KernelClock.wall()
    let records = moves.map { ActRecord.move(GroupMove($0.member, to: $0.group, at: now)) }
    if let complaint = log?.append(records) { StandardOutput.complain(complaint) }
  }
}
