import LinuxKernel
import MemtopCore

/// Opening dialogs and doing what they decide.
extension App {
  var dialogContext: DialogContext {
    DialogContext(
      settings: settings, glyphs: glyphs, readOnlyReason: readOnlyReason, room: dialogRoom,
      columns: characterWidth, kill: model.kill, killAfterEdits: killAfterEdits,
      name: { [self] process in
        model.processes.index(of: process).map { name(ofRow: $0) } ?? "gone"
      },
      look: { [self] in look(at: $0) })
  }

  mutating func open(_ dialog: any Dialog) {
    self.dialog = dialog
    typed = []
  }

  /// RAM and swap together, what oom_score_adj counts thousandths of.
  var totalBytes: UInt64? {
    guard let info = model.sample.memInfo.value, let ram = info[.memTotal] else { return nil }
    return ram.addingReportingOverflow(info[.swapTotal] ?? 0).partialValue
  }

  mutating func openAdjPrompt() -> [Effect] {
    let total = totalBytes
    return openHolding { AdjPrompt(rows: $0, totalBytes: total) }
  }

  /// For the process under the cursor: a rank is one process's.
  mutating func openRankPrompt() -> [Effect] {
    guard let process = aimed, let target = untagged(process) else {
      notes.add(noTarget)
      return []
    }
    aim()
    let dropped = dropStep()
    let effects = change { $0.open(RankPrompt(target, group: $0.killGroup)) }
    return dropped + [.hold([process])] + effects
  }

  func untagged(_ process: ProcessID) -> AdjPlan.Row? {
    guard let row = model.processes.index(of: process),
      model.processes.rows[row].startTime != nil
    else { return nil }
    return AdjPlan.Row(
      process: process, name: name(ofRow: row), adj: model.processes.rows[row].oomScoreAdj)
  }

  mutating func openSignalMenu() -> [Effect] {
    openHolding { rows in SignalMenu(processes: rows.map { ($0.process, $0.name) }) }
  }

  /// The cursor goes to whom the act is for.
  mutating func aim() {
    guard selection.tags.processes.isEmpty, let process = aimed else { return }
    selection.process = process
    follow()
  }

  mutating func refuseTarget() -> [Effect] {
    notes.add(noTarget)
    selection.tags.forgetLost(.process)
    return []
  }

  private mutating func openHolding(_ make: ([AdjPlan.Row]) -> any Dialog) -> [Effect] {
    let targets = targets
    guard !targets.isEmpty else { return refuseTarget() }
    aim()
    let effects = change { $0.open(make(targets)) }
    return [.hold(targets.map(\.process))] + effects
  }

  mutating func openUndoPrompt() -> [Effect] {
    switch acts.undo {
    case nil: return []
    case .adj(let edits, _)?:
      let dropped = dropStep()
      open(UndoPrompt(edits))
      return dropped + [.hold(edits.map(\.process))]
    case let deed?:
      return dropStep() + prepare(deed, title: "Undo the last change")
    }
  }

  mutating func openScopeMenu() {
    let path = row(atLine: selection.cursor).flatMap { model.processes.cgroup($0) }
      .map { String(decoding: $0, as: UTF8.self) }
    open(ScopeMenu(path: path, current: killGroup))
  }

  /// Shows the kill order of a group, or of the host.
  mutating func show(killGroup group: String?) -> [Effect] {
    killGroup = group
    foreseen = nil
    let effects = show(.victims)
    return effects.contains(.sampleNow) || isPaused ? effects : effects + [.sampleNow]
  }

  mutating func openHelp() {
    var help = HelpDialog(
      commands, pane: currentPane.title,
      keys: Command.mostImportant(in: pane).map { $0.listing(in: self) })
    help.layOut(dialogContext)
    open(help)
  }

  mutating func openUserMenu() {
    var counts: [UInt32: Int] = [:]
    for row in model.processes.rows {
      if let user = row.uid { counts[user, default: 0] += 1 }
    }
    let users = counts.map { user, count in
      (uid: user, name: model.users[user] ?? String(user), count: count)
    }
    open(
      UserMenu(users: users.sorted { ($0.name, $0.uid) < ($1.name, $1.uid) }, current: user))
  }

  mutating func typeIntoDialog(_ key: Key) -> [Effect] {
    guard var dialog else { return [] }
    if key == .enter, dialog.isArmed, sight.isPending {
      notes.clear()
      notes.add(Self.enterTooEarly)
      return []
    }
    let step = dialog.update(key, dialogContext)
    self.dialog = dialog
    return perform(step)
  }

  /// Enter that was typed or pasted before what it confirms stood on the screen confirms nothing.
  static let enterTooEarly = "Enter came before this was on the screen: press it again"

  /// A sample may have changed what waits for Enter.
  mutating func checkPrompts() {
    guard dialog != nil || step != nil else { return }
    let before = pendingEdits
    _ = tellDialog(.sampled)
    checkStep()
    if pendingEdits != before { sight.change() }
  }

  mutating func tellDialog(_ message: Message) -> [Effect] {
    guard var dialog else { return [] }
    let step = dialog.receive(message, dialogContext)
    self.dialog = dialog
    return perform(step)
  }

  mutating func perform(_ step: DialogStep) -> [Effect] {
    defer { returnToFindings() }
    switch step {
    case .stay: return []
    case .act(let effects):
      for case .carryOut(let deed) in effects where !deed.isAtOnce { doing = deed }
      return effects
    case .zoomCharts:
      zoomCharts()
      return []
    case .actOn(let target, let act): return self.act(act, on: target)
    default: dialog = nil
    }
    switch step {
    case .stay, .act, .zoomCharts, .actOn, .close: return []
    case .finish(let effects): return effects
    case .settings(let new): return adopt(new)
    case .run(let id): return Command.named(id).map { run($0) } ?? []
    case .sort(let field, let descending): return sort(by: field, descending: descending)
    case .sortColumn(let column): return currentPane.sorting?.by(&self, column) ?? []
    case .user(let user): return change { $0.user = user }
    case .preview(let process, let new): return preview(new, for: process)
    case .killGroup(let group): return show(killGroup: group)
    case .prepare(let deed, let title): return prepare(deed, title: title)
    case .interval(let interval):
      settings.interval = interval
      return [.reschedule]
    }
  }

  private mutating func adopt(_ new: Settings) -> [Effect] {
    let changesInterval = new.interval != settings.interval
    let effects = change { $0.settings = new }
    listingEvents { _ in }
    return effects + (changesInterval ? [.reschedule] : []) + [.redraw, .save(new)]
  }
}
