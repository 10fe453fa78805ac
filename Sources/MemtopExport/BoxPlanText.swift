import LinuxKernel
import MemtopCore

/// What putting processes into a group of their own, or back, would do, in lines for people.
public struct BoxPlanText {
  private let table: TextTable
  private let arrow: String
  /// The names of users.
  private let users: [UInt32: String]

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(users: [UInt32: String], isUnicode: Bool, measure: @escaping (String) -> Int) {
    table = TextTable(TerminalText(isUnicode: isUnicode, measure: measure))
    arrow = isUnicode ? " → " : " -> "
    self.users = users
  }

  /// Writes what `memtop contain` would do.
  ///
  /// Throws: what the output's sink throws.
  public func write(_ plan: ContainPlan, to output: consuming ChunkedOutput) throws {
    let version = plan.version == .v1 ? "v1" : "v2"
    table.put("group", "\(VisibleText.make(plan.path)), new, \(version)", to: &output)
    for group in plan.enabling {
      table.put(
        "enables",
        "memory for the groups below \(VisibleText.make(group)), "
          + "in cgroup.subtree_control", to: &output)
    }
    for edit in plan.limits {
      table.put(
        edit.setting.rawValue, "\(edit.new.shown), \(edit.file(plan.version))", to: &output)
    }
    if let limit = plan.smallerAbove {
      table.put(
        "above", "a limit of \(Quantity.bytes(limit)) is met first", to: &output)
    }
    for member in plan.members {
      try put(member, "from " + VisibleText.make(member.group), &output)
    }
    table.put(
      "memory",
      "\(Quantity.bytes(plan.resident)) that they hold stays charged to where it is until "
        + "it is freed; only new memory counts in the group", to: &output)
    for left in plan.left {
      let file = left.setting.file(plan.version) ?? ""
      table.put(
        "leaves",
        "\(VisibleText.make(left.path)): its \(file) of \(Quantity.bytes(left.limit)) "
          + "no longer holds for them", to: &output)
    }
    for manager in plan.managers { table.put("manager", manager, to: &output) }
    try output.finish()
  }

  /// Writes what `memtop release` would do.
  ///
  /// Throws: what the output's sink throws.
  public func write(_ plan: ReleasePlan, to output: consuming ChunkedOutput) throws {
    table.put("group", "\(VisibleText.make(plan.path)), to be removed", to: &output)
    for move in plan.moves {
      try put(move.member, String(arrow.dropFirst()) + VisibleText.make(move.home), &output)
    }
    for group in plan.lost {
      table.put("lost", "\(VisibleText.make(group)), where some came from, is no more", to: &output)
    }
    if let usage = plan.usage {
      table.put(
        "memory", "\(Quantity.bytes(usage)) charged to it go to the group above", to: &output)
    }
    try output.finish()
  }

  private func put(
    _ member: BoxMember, _ place: String, _ output: inout ChunkedOutput
  ) throws {
    let user = users[member.owner].map { VisibleText.make($0) } ?? String(member.owner)
    let size = member.resident.map { ", \(Quantity.bytes($0)) resident" } ?? ""
    table.put(
      "process", "\(member.process.pid) \(member.name) (\(user))\(size), \(place)", to: &output)
    try output.passOn()
  }
}
