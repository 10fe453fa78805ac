import LinuxKernel

/// Something that is planned from what files tell, shown, and then done outside, beside the loop.
public enum Deed: Sendable, Equatable {
  /// Write limits into the group that they were planned for.
  case limits(CgroupPlan)
  /// Put processes into a new group with this limit.
  case contain([ProcessID], max: LimitText)
  /// Put the processes of a group that memtop made back, and remove it.
  case release(CgroupAim)
  /// Push memory of a group out.
  case reclaim(CgroupAim)
  /// Push memory of a process out.
  case pageOut(ProcessID)
  /// Keep what something has over its unit's next start.
  case keep(KeepAim, reloads: Bool)
  /// Put a drop-in back to what it was.
  case unkeep(KeepPlan)

  /// What is said while it is done.
  public var doing: String {
    switch self {
    case .limits: "writing limits"
    case .contain: "moving processes"
    case .release: "moving processes back"
    case .reclaim, .pageOut: "pushing memory out, and watching what is read again"
    case .keep(_, reloads: true): "writing, and systemd reads it"
    case .keep, .unkeep: "writing"
    }
  }
}

extension Deed {
  /// Half of it would be worse than none or all.
  public var isWhole: Bool {
    switch self {
    case .limits, .contain, .release, .keep, .unkeep: true
    case .reclaim, .pageOut: false
    }
  }
}

/// A cgroup as it was seen: not one that was made later under its name.
public struct CgroupAim: Sendable, Equatable {
  /// As `/proc/PID/cgroup` names it.
  public let path: [UInt8]
  public let identity: CgroupDirectory.Identity

  public init(path: [UInt8], identity: CgroupDirectory.Identity) {
    self.path = path
    self.identity = identity
  }

  /// What has its path now is another group.
  public var isAnother: CgroupProblem {
    CgroupProblem(.missing, "\(VisibleText.make(path)): it was removed and made again meanwhile")
  }
}

/// Whose values are kept.
public enum KeepAim: Sendable, Equatable {
  case process(ProcessID)
  case group(CgroupAim)
}

/// What a deed would do, before anything is done.
public struct DeedPreview: Sendable, Equatable {
  public let lines: [AboutLine]
  /// Why a word is to be typed before it is done; nil where Enter is enough.
  public let risk: String?
  /// Why there is nothing to do; nil where there is.
  public let idle: String?

  public init(_ lines: [AboutLine], risk: String? = nil, idle: String? = nil) {
    self.lines = lines
    self.risk = risk
    self.idle = idle
  }
}

/// Why a deed cannot be done, in one line.
public struct DeedProblem: Error, Equatable, Sendable {
  public let message: String

  public init(_ message: String) { self.message = message }
}

/// What came of a deed.
public struct DeedOutcome: Sendable, Equatable {
  /// One for each part of it.
  public let lines: [String]
  public let records: [ActRecord]
  /// What takes it back; nil where nothing was done, or nothing can.
  public let undo: Deed?
  public let isDone: Bool

  public init(
    _ lines: [String], records: [ActRecord] = [], undo: Deed? = nil, isDone: Bool = true
  ) {
    self.lines = lines
    self.records = records
    self.undo = undo
    self.isDone = isDone
  }

  /// Nothing was done, and why.
  public static func refused(_ lines: String...) -> DeedOutcome {
    DeedOutcome(lines, isDone: false)
  }
}

extension DeedOutcome {
  /// What came of a change of limits.
  ///
  /// - Parameters:
  ///   - way: who set them, and how; nil where that goes without saying.
  ///   - at: Unit: nanoseconds after 1970-01-01 UTC.
  public init(_ plan: CgroupPlan, _ outcome: CgroupOutcome, way: String? = nil, at: Int64) {
    let done = outcome.done.map(\.edit)
    guard outcome.failure == nil else {
      self.init(
        [outcome.failure, outcome.stand(plan.version)].compactMap(\.self), isDone: false)
      return
    }
    self.init(
      (way.map { ["set " + $0] } ?? []) + outcome.lines(plan.version, \.shown),
      records: done.map { .group(GroupChange($0, of: plan, at: at)) },
      undo: done.isEmpty ? nil : .limits(plan.reversed(done)))
  }

  /// What came of putting processes into a new group.
  public init(_ plan: ContainPlan, _ outcome: ContainOutcome, at: Int64) {
    let aim = outcome.identity.map { CgroupAim(path: outcome.path, identity: $0) }
    self.init(
      outcome.lines(plan.version),
      records: outcome.moved.map { .move(GroupMove($0, to: outcome.path, at: at)) },
      undo: outcome.failure == nil ? aim.map(Deed.release) : nil,
      isDone: outcome.failure == nil)
  }

  /// What came of giving up a group.
  public init(_ outcome: ReleaseOutcome, at: Int64) {
    self.init(
      outcome.moves + (outcome.problem.map { [$0] } ?? outcome.ending),
      records: outcome.moved.map { .move(GroupMove($0.member, to: $0.home, at: at)) },
      isDone: outcome.problem == nil)
  }

  /// What came of writing a drop-in.
  ///
  /// - Parameter reloaded: nil where systemd was not asked to read it, else what came of that.
  public init(_ plan: KeepPlan, reloaded: String?, at: Int64) {
    let next = plan.activation.map { "then: \($0.command)  (\($0.effect))" }
    self.init(
      [(plan.new == nil ? "removed " : "written ") + VisibleText.make(plan.path)]
        + (reloaded.map { [$0] + next.dropFirst() } ?? next) + ["undo: " + plan.undo],
      records: [.kept(KeptChange(plan, at: at))], undo: .unkeep(plan.reversed))
  }
}
