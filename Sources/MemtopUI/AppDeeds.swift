import LinuxKernel
import MemtopCore

/// Deeds: opening what asks about those that are planned outside, and what came of each.
extension App {
  mutating func prepare(_ deed: Deed, title: String) -> [Effect] {
    open(DeedPrompt(deed, title: title))
    return [.plan(deed)]
  }

  /// Processes into a group of their own; groups that memtop made for them are given up.
  mutating func containOrRelease() -> [Effect] {
    if pane == .groups {
      return withAimedGroups { app, tree, numbers in
        let aims = numbers.map { tree.groups[$0].aim }
        return app.prepare(.all(aims.map(Deed.release)), title: "Release " + Self.who(aims))
      }
    }
    return withTargets { $0.contain($1) }
  }

  /// Asks with which limit these processes get a group of their own.
  mutating func contain(_ rows: [AdjPlan.Row]) -> [Effect] {
    let resident = rows.reduce(UInt64(0)) { sum, row in
      let size = model.processes.index(of: row.process).flatMap { model.processes.rows[$0].rss }
      return sum.addingReportingOverflow(size ?? 0).partialValue
    }
    open(ContainPrompt(rows.map(\.process), subject: Self.who(rows), resident: resident))
    return []
  }

  /// Pushes out memory of the groups or the processes that are aimed at.
  mutating func reclaim() -> [Effect] {
    if pane == .groups {
      return withAimedGroups { app, tree, numbers in
        app.pushOut(numbers.map { tree.groups[$0].aim })
      }
    }
    return withTargets { $0.pushOut($1) }
  }

  mutating func pushOut(_ rows: [AdjPlan.Row]) -> [Effect] {
    prepare(
      .all(rows.map { .pageOut($0.process) }), title: "Push memory out of " + Self.who(rows))
  }

  mutating func pushOut(_ groups: [CgroupAim]) -> [Effect] {
    prepare(.all(groups.map(Deed.reclaim)), title: "Push memory out of " + Self.who(groups))
  }

  /// Keeps what the groups or the processes that are aimed at have.
  mutating func keep() -> [Effect] {
    if pane == .groups {
      return withAimedGroups { app, tree, numbers in
        app.keep(numbers.map { tree.groups[$0].aim })
      }
    }
    return withTargets { $0.keep($1) }
  }

  mutating func keep(_ rows: [AdjPlan.Row]) -> [Effect] {
    prepare(
      .all(rows.map { .keep(.process($0.process), reloads: false) }),
      title: "Keep what \(Self.who(rows)) \(rows.count == 1 ? "has" : "have")")
  }

  mutating func keep(_ groups: [CgroupAim]) -> [Effect] {
    prepare(
      .all(groups.map { .keep(.group($0), reloads: false) }),
      title: "Keep the limits of " + Self.who(groups))
  }

  /// Does something with the tagged processes, or the one under the cursor; says so where there is none.
  private mutating func withTargets(_ body: (inout App, [AdjPlan.Row]) -> [Effect]) -> [Effect] {
    let rows = targets
    guard !rows.isEmpty else { return refuseTarget() }
    aim()
    return dropStep() + body(&self, rows)
  }

  private static func who(_ rows: [AdjPlan.Row]) -> String {
    rows.count == 1 ? "\(rows[0].process.pid) \(rows[0].name)" : "\(rows.count) processes"
  }

  private static func who(_ groups: [CgroupAim]) -> String {
    groups.count == 1 ? CgroupName(groups[0].path).name : "\(groups.count) groups"
  }

  /// Remembers what was done, and says it.
  mutating func took(_ deed: Deed, _ outcome: DeedOutcome) -> [Effect] {
    if deed == doing { doing = nil }
    var effects = record(deed, outcome)
    if case .adj = deed { effects += tookStep(outcome) }
    effects += tellDialog(.carriedOut(deed, outcome))
    if dialog?.tellsOutcome != true {
      for line in outcome.brief { notes.add(line) }
    }
    if showsGroups { effects.append(.readGroups) }
    guard isPaused else { return effects + [.sampleNow] }
    if !outcome.adjs.isEmpty { adopt(outcome.adjs) }
    return effects
  }

  /// Shows values that were found while no sample comes to show them.
  private mutating func adopt(_ adjs: [ProcessID: Int32]) {
    model.adopt(adjs.map { ($0.key, $0.value) })
    host.take(model, diagnosis.tightest)
    reorder()
  }
}

extension CgroupTree.Group {
  fileprivate var aim: CgroupAim { CgroupAim(path: path, identity: memory.identity) }
}
