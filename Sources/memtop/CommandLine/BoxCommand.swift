import LinuxKernel
import MemtopCore
import MemtopExport

/// What the commands that move processes between groups, or take memory back, have in common.
struct BoxCommand {
  private let parent: Memtop
  private let name: String
  private let isDryRun: Bool

  init(_ parent: Memtop, _ name: String, isDryRun: Bool) {
    self.parent = parent
    self.name = name
    self.isDryRun = isDryRun
  }

  /// Throws: where an option of another command was given.
  func refuseOthers(besides own: String? = "--log") throws(CommandFailure) {
    if let option = parent.dashboard.firstGiven(besides: own) ?? parent.list.firstGiven
      ?? parent.system.firstGiven
    {
      throw CommandFailure("\(option) is not for \(name)", .usage)
    }
  }

  func failure(_ problem: CgroupProblem) -> CommandFailure {
    let code: CommandFailure.Code =
      switch problem.kind {
      case .meaning: .usage
      case .missing: .noInput
      case .refused: .system
      }
    return CommandFailure("\(name): \(problem.message)", code)
  }

  func changeLog(_ root: KernelRoot) throws(CommandFailure) -> ChangeLog? {
    guard let log = parent.dashboard.log, !isDryRun else { return nil }
    do throws(KernelError) {
      return try ChangeLog(log, by: .own(root))
    } catch {
      throw CommandFailure("--log", error, .cannotCreate)
    }
  }

  func planText(_ members: [BoxMember], _ root: KernelRoot) -> BoxPlanText {
    let encoding = CharacterEncoding.ofEnvironment()
    return BoxPlanText(
      users: HostUsers(root).names(of: Set(members.map(\.owner))), isUnicode: encoding.isUTF8,
      measure: encoding.cells)
  }

  func say(_ line: String) throws {
    try StandardOutput.write(Array((VisibleText.make(line) + "\n").utf8))
  }

  /// Appends moves to the log; says why what is done is not in it.
  func note(_ moves: [(member: BoxMember, group: [UInt8])], in log: ChangeLog?) {
    let now = KernelClock.wall()
    let records = moves.map { ActRecord.move(GroupMove($0.member, to: $0.group, at: now)) }
    if let complaint = log?.append(records) { StandardOutput.complain(complaint) }
  }
}
