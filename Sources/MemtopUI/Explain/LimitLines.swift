import LinuxKernel
import MemtopCore

/// The part of the Explain view that says which limits hold on the way up a process's cgroups.
struct LimitLines: ~Copyable {
  let limits: CgroupPathLimits
  let context: DialogContext

  func make() -> [DialogLine] {
    guard !limits.levels.isEmpty else {
      return context.wrapped(
        "It is in the root group, or memory is not accounted for in its cgroup.", .dim)
    }
    let heading = ColumnLines.Row(
      text: "", numbers: ["limit", "used", "room", ""], role: .tableHeader)
    let rows = limits.levels.map { level in
      let isBinding = level == limits.binding
      return ColumnLines.Row(
        text: GroupName.short(level.group, context.glyphs),
        numbers: [
          size(level.memory.limit, without: "none"), size(level.memory.current),
          size(level.headroom), isBinding ? "binds" : "",
        ], role: isBinding ? .accent : .plain, keepsEnd: true)
    }
    return ColumnLines.make([heading] + rows, context) + context.wrapped(verdict, .dim) + slowed
  }

  private func size(_ bytes: UInt64?, without: String? = nil) -> String {
    bytes.map { Quantity.bytes($0, unit: context.settings.unit) } ?? without
      ?? context.glyphs.absent
  }

  private var verdict: String {
    if limits.limited.isEmpty { return "No limit on its path: it runs out only with the host." }
    if limits.binding == nil {
      return "Which limit is reached first cannot be told: a usage could not be read."
    }
    return
      "The group that binds is the first to run out as usage stands; then a process below it is "
      + "killed. Room is what is left of the limit, with the page cache and what still fits in "
      + "swap: the kernel takes these back before it kills."
  }

  /// What `memory.high` does is often taken for a limit.
  private var slowed: [DialogLine] {
    limits.levels.flatMap { level -> [DialogLine] in
      guard case .v2(let group) = level.memory, let high = group.high?.bytes else { return [] }
      return context.wrapped(
        "Above \(size(high)) memory.high slows \(GroupName.short(level.group, context.glyphs)) down; "
          + "it kills nobody.",
        .dim)
    }
  }
}
