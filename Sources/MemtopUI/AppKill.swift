import LinuxKernel
import MemtopCore

/// The kernel's kill order: when it is read, and what waiting edits would make of it.
extension App {
  /// What is to be read for it now; nil where nothing shows it, or the last reading still serves.
  var killPlan: KillPlan? {
    if let plan = dialog?.killPlan { return plan }
    let isWatched =
      pane == .victims || step != nil || dialog?.pendingEdits != nil
      || compared.contains(.killRank)
    if isWatched { return KillPlan(group: killGroup ?? diagnosis.tightest?.path) }
    let columns = TableLayout(settings: settings, width: listWidth).columns
    guard hasSidePanel || columns.contains(where: { $0.field == .killRank }) else { return nil }
    return killColumnIsDue ? KillPlan(group: diagnosis.tightest?.path) : nil
  }

  /// As long as the order is only a column, hosts of many processes compute it at some samples only,
  /// so that it costs about the same everywhere. With the files of `/proc` it takes every file of
  /// every process; the kernel's list of tasks has it all.
  private var killColumnIsDue: Bool {
    guard let kill = model.kill else { return true }
    let atOnce = model.sample.source == .bpf ? 5000 : 500
    let every = min(10, 1 + kill.candidates.processes.count / atOnce)
    return model.sampleCount % every == 0
  }

  /// Lets what the choice depends on be read again for the sample that is shown, where no other will
  /// come.
  public mutating func completeKill(_ body: (inout Sample, KillPlan) -> Void) {
    guard let plan = killPlan else { return }
    model.completingKill { body(&$0, plan) }
    host.take(model, diagnosis.tightest)
    foresee()
    refreshExplain()
    fitCursor()
  }

  /// Edits of `oom_score_adj` that are previewed and not applied.
  var pendingEdits: [ProcessID: Int32] {
    let edits = dialog?.pendingEdits ?? step?.edits ?? []
    return Dictionary(edits.filter { !$0.isUnchanged }.map { ($0.process, $0.new) }) { $1 }
  }

  /// Computes what the edits that wait would make of the kill order.
  mutating func foresee() {
    defer {
      foretell()
      narrowVictims()
    }
    let edits = pendingEdits
    guard !edits.isEmpty, let kill = model.kill else {
      foreseen = nil
      return
    }
    guard foreseen?.edits != edits || foreseen?.sample != model.sampleCount else { return }
    foreseen = Foreseen(edits: edits, sample: model.sampleCount, picture: kill.after(edits))
  }

  /// The kernel's choice after the edits that wait; nil where there are none.
  var killAfterEdits: KillPicture? { foreseen?.picture }

  /// When the scope of the kill order that is shown runs out; nil where that is not foretold.
  var killForecast: Forecast? {
    guard pane == .victims, let killGroup else { return model.forecast }
    return diagnosis.verdict?.forecast.first { $0.kind == .group(killGroup) }
  }

  /// Finds out whom the kernel would kill by then.
  private mutating func foretell() {
    whenItRunsOut = nil
    defer { if whenItRunsOut != nil { endForetold = model.sample.monotonic } }
    guard let forecast = killForecast, let picture = killAfterEdits ?? model.kill,
      let order = pane == .victims && killGroup != nil ? picture.group : picture.host
    else { return }
    whenItRunsOut = model.whenItRunsOut(order, of: picture, fall: -forecast.slope)
  }

  /// The column of that order stays for a while, so that the table does not jump where a forecast comes
  /// and goes.
  var showsEnd: Bool {
    guard let endForetold, model.sample.monotonic >= endForetold else { return false }
    return model.sample.monotonic - endForetold <= Self.endStays
  }

  /// Unit: nanoseconds.
  private static let endStays: UInt64 = 30_000_000_000

  /// Finds out which victims the filter lets through, and orders them.
  mutating func narrowVictims() {
    guard pane == .victims, !victimFilter.isEmpty || !victimSort.isKillOrder,
      let (picture, order) = shownKill
    else {
      victimPlaces = nil
      return
    }
    let places = order.victims.indices.filter { place in
      victimFilter.isEmpty
        || model.processes.index(of: picture.id(order.victims[place].row))
          .map { victimFilter.matches(model, $0) } ?? false
    }
    victimPlaces =
      victimSort.isKillOrder
      ? places : VictimOrder(AppFrame(self)).map { victimSort.sorted(places, $0) } ?? places
  }

  /// The place in the kill order of a line of the pane.
  func victimPlace(ofLine line: Int) -> Int? {
    guard let places = victimPlaces else { return line }
    return places.indices.contains(line) ? places[line] : nil
  }

  /// The picture and the order that the pane of victims shows.
  var shownKill: (picture: KillPicture, order: KillOrder)? {
    guard let picture = killAfterEdits ?? model.kill,
      killGroup == nil || picture.candidates.facts.groupAskedFor == killGroup,
      let order = killGroup == nil ? picture.host : picture.group
    else { return nil }
    return (picture, order)
  }
}

/// What edits that wait would make of the kill order.
struct Foreseen: Sendable {
  let edits: [ProcessID: Int32]
  let sample: Int
  let picture: KillPicture
}
