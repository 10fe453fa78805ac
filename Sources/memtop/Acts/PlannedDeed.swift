import LinuxKernel
import MemtopCore

/// A deed that was planned: what is said of it, and how it is done. What it is about is held from here on.
struct PlannedDeed: Sendable {
  let preview: DeedPreview
  /// Does it; what comes back waits for what can be seen of it some time later, and tells.
  private let act: @Sendable () -> () -> DeedOutcome

  func carryOut() -> DeedOutcome { act()() }

  /// How long is watched what is read again. Unit: seconds.
  private static let watch = 5

  /// - Parameter arrow: stands between an old and a new value.
  ///
  /// Throws: why nothing is to be done.
  init(_ deed: Deed, _ root: KernelRoot, arrow: String) throws {
    switch deed {
    case .adj, .signal: throw DeedProblem("it is done by whoever holds its processes")
    case .limits(let plan): self = Self.limits(plan, root, arrow)
    case .contain(let processes, let max): self = try Self.contain(processes, max, root)
    case .release(let aim): self = try Self.release(aim, root, arrow)
    case .reclaim(let aim):
      let reclaim = try Reclaim(root, group: aim.path, amount: nil)
      guard reclaim.identity == aim.identity else { throw aim.isAnother }
      self = Self.reclaim(reclaim, root, arrow)
    case .pageOut(let process):
      self = Self.reclaim(try Reclaim(root, try HeldMember(process, in: root)), root, arrow)
    case .keep(let aim, let reloads): self = try Self.keep(aim, reloads: reloads, root, arrow)
    case .unkeep(let plan):
      self.init(DeedPreview(plan.lines([], arrow: arrow))) {
        Self.write(plan, reloads: false, root)
      }
    case .each(let deeds): self.init(each: deeds, root, arrow)
    }
  }

  /// The same, or why nothing is to be done.
  static func found(
    _ deed: Deed, _ root: KernelRoot, _ arrow: String
  ) -> Result<PlannedDeed, DeedProblem> {
    Result { try PlannedDeed(deed, root, arrow: arrow) }.mapError { DeedProblem($0) }
  }

  private init(
    _ preview: DeedPreview, acting act: @escaping @Sendable () -> () -> DeedOutcome
  ) {
    self.preview = preview
    self.act = act
  }

  private init(
    _ preview: DeedPreview, _ carryOut: @escaping @Sendable () -> DeedOutcome
  ) {
    self.init(
      preview,
      acting: {
        let outcome = carryOut()
        return { outcome }
      })
  }

  /// What there is nothing to do for, or cannot be done, leaves the others as they are. All are done before one
  /// is waited for.
  private init(each deeds: [Deed], _ root: KernelRoot, _ arrow: String) {
    let parts = deeds.map { (deed: $0, planned: Self.found($0, root, arrow)) }
    self.init(
      DeedPreview(each: parts.map { ($0.deed, $0.planned.map(\.preview)) }),
      acting: {
        let begun = parts.compactMap { part -> (deed: Deed, tell: () -> DeedOutcome)? in
          switch part.planned {
          case .success(let plan):
            return plan.preview.idle == nil ? (part.deed, plan.act()) : nil
          case .failure(let problem): return (part.deed, { .refused(problem.message) })
          }
        }
        return { DeedOutcome(each: begun.map { ($0.deed, $0.tell()) }) }
      })
  }

  private static func limits(
    _ plan: CgroupPlan, _ root: KernelRoot, _ arrow: String
  ) -> PlannedDeed {
    let live = LiveLimits(plan, root)
    return PlannedDeed(DeedPreview(plan.lines(victim: nil, arrow: arrow, way: live.way))) {
      do throws(CommandFailure) {
        return DeedOutcome(
          plan, try live.apply(in: root), way: live.isSystemds ? live.way : nil,
          at: KernelClock.wall())
      } catch {
        return .refused(error.message)
      }
    }
  }

  private static func contain(
    _ processes: [ProcessID], _ max: LimitText, _ root: KernelRoot
  ) throws(CgroupProblem) -> PlannedDeed {
    var held: [HeldMember] = []
    for process in processes { held.append(try HeldMember(process, in: root)) }
    let containment = try Containment(root, held, .init(max: max))
    let plan = containment.plan
    return PlannedDeed(
      DeedPreview(
        plan.lines(users: HostUsers(root).names(of: plan.members)),
        risk: plan.left.isEmpty ? nil : "They leave another group's limit.")
    ) { DeedOutcome(plan, containment.apply(), at: KernelClock.wall()) }
  }

  private static func release(
    _ aim: CgroupAim, _ root: KernelRoot, _ arrow: String
  ) throws(CgroupProblem) -> PlannedDeed {
    let release = try Release(root, aim.path)
    let plan = release.plan
    guard plan.identity == aim.identity else { throw aim.isAnother }
    let users = HostUsers(root).names(of: plan.moves.map(\.member))
    return PlannedDeed(DeedPreview(plan.lines(users: users, arrow: arrow))) {
      DeedOutcome(release.apply(), at: KernelClock.wall())
    }
  }

  private static func reclaim(
    _ reclaim: Reclaim, _ root: KernelRoot, _ arrow: String
  ) -> PlannedDeed {
    PlannedDeed(
      DeedPreview(reclaim.plan.lines),
      acting: {
        let outcome = reclaim.apply()
        if let failure = outcome.failure { return { .refused(failure) } }
        let lines = outcome.lines(arrow: arrow).map { "\($0.about): \($0.text)" }
        guard let after = outcome.after else { return { DeedOutcome(lines) } }
        return {
          KernelClock.sleep(until: after.at + UInt64(watch) * 1_000_000_000)
          let cost = reclaim.look().map { $0.cost(since: after, pageSize: root.pageSize) }
          return DeedOutcome(lines + [cost ?? "it is gone"])
        }
      })
  }

  private static func keep(
    _ aim: KeepAim, reloads: Bool, _ root: KernelRoot, _ arrow: String
  ) throws -> PlannedDeed {
    guard UnitFiles.hasSystemd(root) else { return try keepByHand(aim, root) }
    let target = try KeepTarget(aim, in: root)
    let files = try UnitFiles(target.unit, of: target.manager, in: root)
    let wishes = try LiveValues(files, memTotal: root.memTotal, pageSize: root.pageSize)
      .wishes(target.memory, adj: target.process?.adj)
    let plan = try KeepPlan(files, wishes, version: target.memory?.version)
    let notes = KeepNotes(plan, target, files, isRemoved: false)
    let idle =
      plan.isUnchanged
      ? "What it has now is what \(plan.unit.text) starts with anyway: there is nothing to keep."
      : nil
    return PlannedDeed(
      DeedPreview(
        plan.lines(notes.lines, arrow: arrow),
        risk: notes.isBelowUsage ? "The limit is below what is used." : nil, idle: idle)
    ) {
      if let process = target.process, !process.isSame(root) {
        return .refused("the process has ended or left its group; nothing is written")
      }
      return write(plan, reloads: reloads, root)
    }
  }

  private static func write(_ plan: KeepPlan, reloads: Bool, _ root: KernelRoot) -> DeedOutcome {
    do throws(KernelError) {
      try DropInFile.apply(plan, below: root.path)
    } catch {
      return .refused(CommandFailure("keep", error, .cannotCreate).message)
    }
    return DeedOutcome(
      plan, reloaded: reloads ? reload(plan.manager) : nil, at: KernelClock.wall())
  }

  /// What came of letting systemd read its files.
  private static func reload(_ manager: UnitManager) -> String {
    guard let systemctl = Systemctl(manager) else { return "there is no systemctl here" }
    do throws(CommandFailure) {
      try systemctl.run(["daemon-reload"])
      return "systemd has read it"
    } catch {
      return "systemd has not read it: " + error.message
    }
  }

  private static func keepByHand(_ aim: KeepAim, _ root: KernelRoot) throws -> PlannedDeed {
    let lines = try KeepWithoutSystemd.lines(aim, root)
    let preview = DeedPreview(
      lines.map { AboutLine("", $0) },
      idle: lines.isEmpty
        ? "No systemd runs here, and nothing is set that a start would not give anyway."
        : "No systemd runs here. These lines keep it, in the script that starts the program, "
          + "before that line.")
    return PlannedDeed(preview) { .refused("no systemd runs here: nothing is written") }
  }
}

extension DeedProblem {
  /// What planning failed with.
  init(_ error: any Error) {
    switch error {
    case let problem as DeedProblem: self = problem
    case let problem as CgroupProblem: self.init(problem.message)
    case let refusal as KeepRefusal: self.init(refusal.message)
    case let failure as CommandFailure: self.init(failure.message)
    case let failure as CgroupTree.Failure: self.init(failure.message)
    case let error as KernelError: self.init(error.text)
    default: self.init("\(error)")
    }
  }
}
