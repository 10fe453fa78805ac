import LinuxKernel

/// Something that is decided here, after it was shown, and then done outside.
public enum Deed: Sendable, Equatable {
  /// Write these values of `oom_score_adj`; those that undo put back what an earlier deed changed.
  case adj([AdjEdit], undoes: Bool = false)
  case signal([ProcessID], SignalChoice)
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
  /// Several of one kind that are planned outside, one after the other.
  case each([Deed])

  /// What is said while it is done.
  public var doing: String {
    switch self {
    case .adj: "writing"
    case .signal: "sending"
    case .limits: "writing limits"
    case .contain: "moving processes"
    case .release: "moving processes back"
    case .reclaim, .pageOut: "pushing memory out, and watching what is read again"
    case .keep(_, reloads: true): "writing, and systemd reads it"
    case .keep, .unkeep: "writing"
    case .each(let deeds): deeds.first?.doing ?? ""
    }
  }
}

extension Deed {
  /// Done at once by whoever holds its processes; else it is planned from what files tell, and goes on beside
  /// the loop.
  public var isAtOnce: Bool {
    switch self {
    case .adj, .signal: true
    case .limits, .contain, .release, .reclaim, .pageOut, .keep, .unkeep, .each: false
    }
  }

  /// Half of it would be worse than none or all.
  public var isWhole: Bool {
    switch self {
    case .adj, .signal, .limits, .contain, .release, .keep, .unkeep: true
    case .reclaim, .pageOut: false
    case .each(let deeds): deeds.contains(where: \.isWhole)
    }
  }

  /// Whether this takes back what another would: the same, or values of some of the same processes.
  func takesBack(_ other: Deed) -> Bool {
    switch (self, other) {
    case (.adj(let edits, undoes: true), .adj(let all, undoes: true)):
      edits.allSatisfy { edit in all.contains { $0.process == edit.process } }
    case (.adj, _), (_, .adj): false
    default: self == other
    }
  }
}

extension Deed {
  /// One where there is one.
  public static func all(_ deeds: [Deed]) -> Deed { deeds.count == 1 ? deeds[0] : .each(deeds) }

  /// Whom it is about, where it is one of several. Already made visible.
  public var about: String {
    switch self {
    case .limits(let plan): VisibleText.make(plan.path)
    case .release(let aim), .reclaim(let aim), .keep(.group(let aim), _):
      VisibleText.make(aim.path)
    case .pageOut(let process), .keep(.process(let process), _): "process \(process.pid)"
    case .unkeep(let plan): plan.unit.text
    case .adj, .signal, .contain, .each: ""
    }
  }

  /// Whether systemd reads at once what is kept; nil where nothing is kept.
  public var reloads: Bool? {
    switch self {
    case .keep(_, let reloads): reloads
    case .each(let deeds): deeds.first?.reloads
    default: nil
    }
  }

  /// The same, and whether systemd reads at once what is kept.
  public func with(reloads: Bool) -> Deed {
    switch self {
    case .keep(let aim, _): .keep(aim, reloads: reloads)
    case .each(let deeds): .each(deeds.map { $0.with(reloads: reloads) })
    default: self
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

  /// Of several deeds: each below whom it is about, and why one of them cannot be done.
  public init(each parts: [(deed: Deed, preview: Result<DeedPreview, DeedProblem>)]) {
    var lines: [AboutLine] = []
    var risks: [String] = []
    var isIdle = true
    for (place, part) in parts.enumerated() {
      lines.append(AboutLine("\(place + 1) of \(parts.count)", part.deed.about))
      switch part.preview {
      case .failure(let problem):
        lines.append(AboutLine("not done", problem.message, isGrave: true))
      case .success(let preview):
        lines += preview.lines + (preview.idle.map { [AboutLine("idle", $0)] } ?? [])
        if preview.idle == nil { isIdle = false }
        if let risk = preview.risk, preview.idle == nil, !risks.contains(risk) {
          risks.append(risk)
        }
      }
    }
    self.init(
      lines, risk: risks.isEmpty ? nil : risks.joined(separator: " "),
      idle: isIdle ? "There is nothing to do for any of them." : nil)
  }
}

/// Why a deed cannot be done, in one line.
public struct DeedProblem: Error, Equatable, Sendable {
  public let message: String

  public init(_ message: String) { self.message = message }
}

/// What came of a deed.
public struct DeedOutcome: Sendable, Equatable {
  /// What of a deed is still to be done, and can be tried again.
  public enum Rest: Sendable, Equatable {
    case nothing
    case everything
    case part(Deed)
  }

  /// One for each part of it.
  public let lines: [String]
  /// The same where there is little room.
  public let brief: [String]
  public let records: [ActRecord]
  /// What takes it back; nil where nothing was done, or nothing can.
  public let undo: Deed?
  /// All of it was done.
  public let isDone: Bool
  public let rest: Rest
  /// `oom_score_adj` of processes, as it was found afterwards.
  public let adjs: [ProcessID: Int32]

  /// - Parameters:
  ///   - brief: nil for the first lines.
  ///   - rest: nil for all of what is not done.
  public init(
    _ lines: [String], brief: [String]? = nil, records: [ActRecord] = [], undo: Deed? = nil,
    isDone: Bool = true, rest: Rest? = nil, adjs: [ProcessID: Int32] = [:]
  ) {
    self.lines = lines
    self.brief = brief ?? Array(lines.prefix(Self.linesInBrief))
    self.records = records
    self.undo = undo
    self.isDone = isDone
    self.rest = rest ?? (isDone ? .nothing : .everything)
    self.adjs = adjs
  }

  private static let linesInBrief = 2

  /// Nothing was done, and why.
  public static func refused(_ lines: String...) -> DeedOutcome {
    DeedOutcome(lines, isDone: false)
  }
}

extension DeedOutcome {
  /// What came of several deeds; one undo takes all of it back, the last one first.
  public init(each parts: [(deed: Deed, outcome: DeedOutcome)]) {
    let undos = parts.reversed().compactMap(\.outcome.undo)
    let rest = parts.compactMap { part -> Deed? in
      switch part.outcome.rest {
      case .nothing: nil
      case .everything: part.deed
      case .part(let rest): rest
      }
    }
    let done = parts.count { $0.outcome.isDone }
    self.init(
      parts.flatMap { part in [part.deed.about] + part.outcome.lines.map { "  " + $0 } },
      brief: ["\(done) of \(parts.count) done"]
        + parts.filter { !$0.outcome.isDone }.prefix(1).map {
          "\($0.deed.about): \($0.outcome.lines.first ?? "")"
        },
      records: parts.flatMap(\.outcome.records), undo: undos.isEmpty ? nil : .all(undos),
      isDone: done == parts.count, rest: rest.isEmpty ? .nothing : .part(.all(rest)))
  }

  /// What came of changes of `oom_score_adj`.
  ///
  /// - Parameter undoes: they put back what an earlier deed changed.
  public init(_ outcomes: [AdjOutcome], undoes: Bool) {
    let back = undoes ? [] : outcomes.compactMap(\.reversed)
    let refused = outcomes.filter(\.isRefused).map(\.edit)
    self.init(
      outcomes.map(\.line),
      brief: outcomes.count == 1
        ? nil : ["oom_score_adj: " + AdjOutcome.summary(outcomes)],
      records: outcomes.compactMap { AdjChange($0, isUndo: undoes) }.map(ActRecord.adj),
      undo: back.isEmpty ? nil : .adj(back, undoes: true),
      isDone: outcomes.allSatisfy(\.isDone),
      rest: refused.isEmpty ? .nothing : .part(.adj(refused, undoes: undoes)),
      adjs: Dictionary(
        outcomes.compactMap { outcome in outcome.found.map { (outcome.process, $0) } }
      ) { $1 })
  }

  /// What came of signals.
  public init(_ outcomes: [SignalOutcome]) {
    let lines = outcomes.map(\.line)
    self.init(
      lines, brief: lines, records: outcomes.compactMap(SentSignal.init).map(ActRecord.signal),
      isDone: outcomes.allSatisfy { $0.result == .sent }, rest: .nothing)
  }

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
