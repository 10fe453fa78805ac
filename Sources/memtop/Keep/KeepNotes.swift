import LinuxKernel
import MemtopCore

/// What is to be known of a drop-in besides what it says.
struct KeepNotes {
  private(set) var lines: [String] = []
  /// A limit is below what is used.
  private(set) var isBelowUsage = false

  init(_ plan: KeepPlan, _ found: KeepTarget, _ files: UnitFiles, isRemoved: Bool) {
    if files.unit != found.unit { lines.append("\(found.unit.text) is another name of it") }
    if found.isBelow {
      lines.append("what was asked for is a group below the unit's: it is kept for the whole unit")
    }
    if found.tree == nil, !files.unit.isTemplate { lines.append("the unit does not run now") }
    let usage = found.memory?.current.value
    for change in plan.changes where [.max, .high].contains(change.setting) {
      guard case .limit(.bytes(let limit))? = change.new, let usage, limit < usage else { continue }
      isBelowUsage = isBelowUsage || change.setting == .max
      lines.append("\(Quantity.bytes(usage)) are used now, more than \(change.setting.key)=")
    }
    guard isRemoved else { return }
    lines += (plan.overridden + plan.stronger).map {
      "\($0.path) still sets \($0.setting.key)=\($0.value)"
    }
  }
}
