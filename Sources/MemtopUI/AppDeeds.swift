import LinuxKernel
import MemtopCore

/// Deeds: opening what asks about those that are planned outside, and what came of each.
extension App {
  mutating func prepare(_ deed: Deed, title: String) -> [Effect] {
    open(DeedPrompt(deed, title: title))
    return [.plan(deed)]
  }

  /// Processes into a group of their own; a group that memtop made for them is given up.
  mutating func containOrRelease() -> [Effect] {
    if pane == .groups {
      return withAimedGroup { app, tree, number in
        app.prepare(
          .release(tree.groups[number].aim),
          title: "Release " + CgroupName(tree.groups[number].path).name)
      }
    }
    let rows = targets
    guard !rows.isEmpty else { return refuseTarget() }
    aim()
    return dropStep() + contain(rows)
  }

  /// Asks with which limit these processes get a group of their own.
  mutating func contain(_ rows: [AdjPlan.Row]) -> [Effect] {
    let resident = rows.reduce(UInt64(0)) { sum, row in
      let size = model.processes.index(of: row.process).flatMap { model.processes.rows[$0].rss }
      return sum.addingReportingOverflow(size ?? 0).partialValue
    }
    open(
      ContainPrompt(
        rows.map(\.process),
        subject: rows.count == 1 ? Self.who(rows[0]) : "\(rows.count) processes",
        resident: resident))
    return []
  }

  /// Pushes out memory of the group or the process under the cursor.
  mutating func reclaim() -> [Effect] {
    if pane == .groups {
      return withAimedGroup { app, tree, number in app.pushOut(tree.groups[number].aim) }
    }
    return withAimedProcess { app, row in app.pushOut(row) }
  }

  mutating func pushOut(_ row: AdjPlan.Row) -> [Effect] {
    prepare(.pageOut(row.process), title: "Push memory out of " + Self.who(row))
  }

  mutating func pushOut(_ group: CgroupAim) -> [Effect] {
    prepare(.reclaim(group), title: "Push memory out of " + CgroupName(group.path).name)
  }

  /// Keeps what the group or the process under the cursor has.
  mutating func keep() -> [Effect] {
    if pane == .groups {
      return withAimedGroup { app, tree, number in app.keep(tree.groups[number].aim) }
    }
    return withAimedProcess { app, row in app.keep(row) }
  }

  mutating func keep(_ row: AdjPlan.Row) -> [Effect] {
    prepare(.keep(.process(row.process), reloads: false), title: "Keep what \(Self.who(row)) has")
  }

  mutating func keep(_ group: CgroupAim) -> [Effect] {
    prepare(
      .keep(.group(group), reloads: false),
      title: "Keep the limits of " + CgroupName(group.path).name)
  }

  private mutating func withAimedProcess(
    _ body: (inout App, AdjPlan.Row) -> [Effect]
  ) -> [Effect] {
    guard let row = aimed.flatMap({ untagged($0) }) else { return refuseTarget() }
    selection.process = row.process
    follow()
    return dropStep() + body(&self, row)
  }

  private static func who(_ row: AdjPlan.Row) -> String { "\(row.process.pid) \(row.name)" }

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
