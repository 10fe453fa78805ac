import LinuxKernel

/// One signal that was sent here and that the kernel took.
public struct SentSignal: Sendable, Equatable {
  /// Unit: nanoseconds after 1970-01-01 UTC.
  public let at: Int64
  public let process: ProcessID
  /// Already made visible.
  public let name: String
  public let signal: SignalChoice

  /// Nil where nothing was sent.
  public init?(_ outcome: SignalOutcome) {
    guard outcome.result == .sent else { return nil }
    at = outcome.at
    process = outcome.process
    name = outcome.name
    signal = outcome.signal
  }
}

/// One setting of a cgroup that was changed here.
public struct GroupChange: Sendable, Equatable {
  /// Unit: nanoseconds after 1970-01-01 UTC.
  public let at: Int64
  public let edit: CgroupEdit
  public let plan: CgroupPlan

  public init(_ edit: CgroupEdit, of plan: CgroupPlan, at: Int64) {
    self.at = at
    self.edit = edit
    self.plan = plan
  }
}

/// One process that was moved into another cgroup here.
public struct GroupMove: Sendable, Equatable {
  /// Unit: nanoseconds after 1970-01-01 UTC.
  public let at: Int64
  /// As it was before, with the group that it was in.
  public let member: BoxMember
  /// The group that it is in now, as `/proc/PID/cgroup` names it.
  public let group: [UInt8]

  public init(_ member: BoxMember, to group: [UInt8], at: Int64) {
    self.at = at
    self.member = member
    self.group = group
  }
}

/// One drop-in of a unit that was written or removed here.
public struct KeptChange: Sendable, Equatable {
  /// Unit: nanoseconds after 1970-01-01 UTC.
  public let at: Int64
  public let plan: KeepPlan

  public init(_ plan: KeepPlan, at: Int64) {
    self.plan = plan
    self.at = at
  }
}

/// One thing that was done here, to a process, a cgroup or a unit.
public enum ActRecord: Sendable, Equatable {
  case adj(AdjChange)
  case signal(SentSignal)
  case group(GroupChange)
  case move(GroupMove)
  case kept(KeptChange)

  /// Unit: nanoseconds after 1970-01-01 UTC.
  public var at: Int64 {
    switch self {
    case .adj(let change): change.at
    case .signal(let sent): sent.at
    case .group(let change): change.at
    case .move(let move): move.at
    case .kept(let change): change.at
    }
  }

  /// Nil where it was done to a cgroup or a unit.
  public var process: ProcessID? {
    switch self {
    case .adj(let change): change.process
    case .signal(let sent): sent.process
    case .group, .kept: nil
    case .move(let move): move.member.process
    }
  }

  /// Of the process, the cgroup or the unit; already made visible.
  public var name: String {
    switch self {
    case .adj(let change): change.name
    case .signal(let sent): sent.name
    case .group(let change): CgroupName(change.plan.path).name
    case .move(let move): move.member.name
    case .kept(let change): VisibleText.make(change.plan.unit.text)
    }
  }

  /// `adj 0 → -500`, `undone: adj -500 → 0`, `SIGTERM sent`, `memory.max 1G → 2G`,
  /// `cgroup /shop → /memtop-4121` or `kept MemoryMax: not kept → 2G`.
  public func text(arrow: String) -> String {
    switch self {
    case .adj(let change):
      (change.isUndo ? "undone: " : "")
        + "adj \(change.old.map(String.init) ?? "?") \(arrow) \(change.new)"
    case .signal(let sent): sent.signal.name + " sent"
    case .group(let change):
      change.edit.file(change.plan.version)
        + " \(change.edit.old.shown) \(arrow) \(change.edit.new.shown)"
    case .move(let move):
      "cgroup \(VisibleText.make(move.member.group)) \(arrow) \(VisibleText.make(move.group))"
    case .kept(let change):
      "kept "
        + change.plan.changes.map { kept in
          "\(kept.setting.key): \(kept.old.map { VisibleText.make($0) } ?? "not kept") \(arrow) "
            + (kept.new?.word ?? "not kept")
        }.joined(separator: ", ")
    }
  }
}
