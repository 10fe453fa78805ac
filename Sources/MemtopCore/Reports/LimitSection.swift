import LinuxKernel

/// Which limits hold on the way up a process's or a group's path.
public struct LimitSection {
  private let limits: CgroupPathLimits
  private let unit: Quantity.Unit

  public init(_ limits: CgroupPathLimits, unit: Quantity.Unit) {
    self.limits = limits
    self.unit = unit
  }

  public var parts: [DocumentPart] {
    guard !limits.levels.isEmpty else {
      return [
        .text("It is in the root group, or memory is not accounted for in its cgroup.", .quiet)
      ]
    }
    let rows = limits.levels.map { level in
      let isBinding = level == limits.binding
      let values = [
        size(level.memory.limit, without: .text("none")), size(level.memory.current),
        size(level.headroom), .text(isBinding ? "binds" : ""),
      ]
      return DocumentTable.Row(
        GroupName.short(level.group), values.map { .value($0) }, isBinding ? .accent : .plain,
        keepsEnd: true)
    }
    let columns = ["limit", "used", "room", ""].map { DocumentTable.Column($0) }
    return [.table(DocumentTable("group", columns, rows)), .text(verdict, .quiet)] + slowed
  }

  private func size(_ bytes: UInt64?, without: FieldValue = .absent) -> FieldValue {
    bytes.map { .bytes($0) } ?? without
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
  private var slowed: [DocumentPart] {
    limits.levels.compactMap { level in
      guard case .v2(let group) = level.memory, let high = group.high?.bytes else { return nil }
      let size = Quantity.bytes(high, unit: unit)
      return .text(
        "Above \(size) memory.high slows \(GroupName.short(level.group)) down; it kills nobody.",
        .quiet)
    }
  }
}
