import LinuxKernel
import MemtopCore

/// Which processes are shown in which order, and what must be sampled for that.
extension App {
  var options: ListOptions {
    var options = ListOptions(sort: settings.sort, isDescending: settings.isDescending)
    options.filter = filter
    options.showsKernelThreads = settings.showsKernelThreads
    options.user = user
    options.isTree = settings.isTree
    options.grouping = settings.grouping
    options.openGroups = selection.openGroups
    options.collapsed = selection.collapsed
    return options
  }

  var table: TableLayout {
    TableLayout(
      settings: settings, width: listWidth,
      largestPID: model.processes.rows.last?.pid ?? 0, previewsAdj: step != nil)
  }

  /// What is worth reading for the screen as it is.
  public var plan: SamplingPlan {
    // A preview that makes ADJ wide for a moment changes nothing: a growth once left out starts anew.
    var columns = TableLayout(settings: settings, width: listWidth).columns.map(\.field)
    if settings.showsCommandLine, columns.contains(.comm) { columns.append(.cmdline) }
    var plan = SamplingPlan(columns: columns, options: options)
    // A leak is told after half an hour: whoever asks then wants the answer at once.
    plan.followsLeaks = model.facts.isLive
    if pane == .victims { plan.compare(victimFilter.fields) }
    if let kill = killPlan { plan.follow(kill) }
    if model.facts.isLive {
      // Reading it can block on a stuck process: it is asked for beside the loop.
      plan.all.remove(.cmdline)
      plan.kept.remove(.cmdline)
      plan.visible.remove(.cmdline)
    }
    return plan
  }

  /// - Parameter byUser: the user changed what is shown, not a sample.
  mutating func reorder(byUser: Bool = false) {
    list.update(model, options)
    sums = [:]
    if settings.isTree, settings.grouping == nil {
      for column in table.columns where column.field.isSummable {
        sums[column.field.id] = SubtreeSums(model, column.field)
      }
    }
    follow(byUser: byUser)
  }

  mutating func fitCursor() {
    selection.fit(count: lineCount, rows: rowsHeight)
  }

  /// How many processes the screen has room for.
  var rowsHeight: Int { layout.rows.height }

  /// Changes what is shown; where that needs files that were not read, a sample is due at once.
  mutating func change(_ body: (inout App) -> Void) -> [Effect] {
    let before = plan
    body(&self)
    reorder(byUser: true)
    let after = plan
    let missing = after.all.union(after.kept).subtracting(before.all.union(before.kept))
    guard !missing.isEmpty || (after.followsGrowth && !before.followsGrowth) else { return [] }
    guard isPaused else { return [.sampleNow] }
    notes.add("paused: what was not read yet comes with the next sample")
    return []
  }

  mutating func sort(by field: Field, descending: Bool? = nil) -> [Effect] {
    change { app in
      app.settings.sort = field
      app.settings.isDescending = descending ?? field.sortsDescending
    }
  }

  mutating func invertSort() -> [Effect] {
    sort(by: settings.sort, descending: !settings.isDescending)
  }
}
