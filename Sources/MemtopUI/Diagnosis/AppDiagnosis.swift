import LinuxKernel
import MemtopCore

/// What the rules say of the host, beside the samples. They read many files, so a host that is well is
/// judged now and then, and one that may not be with the samples, once a second at the most.
extension App {
  /// A host that is well is judged so often. Unit: seconds.
  static let calmPace = 10.0
  /// And one that may not be well so often at the most. Unit: seconds.
  static let leastPace = 1.0

  /// Whether the rules want to see the host of this sample.
  public var isDiagnosisDue: Bool {
    // The first sample is to be on the screen at once.
    guard model.sampleCount > 1 || !model.facts.isLive else { return false }
    guard diagnosis.verdict != nil else { return true }
    let age = Double(model.sample.monotonic) / 1e9 - diagnosis.facts.time
    // Samples do not come to the instant.
    return age >= (isSuspicious ? Self.leastPace : Self.calmPace) - 0.3
  }

  /// Nothing is known to be wrong with the host's memory.
  public var isCalm: Bool { (diagnosis.verdict?.level ?? .unknown) < .strained }

  private var isSuspicious: Bool {
    dialog is FindingsDialog || findingsBelow != nil || model.forecast != nil
      || !isCalm || HostState(model).level >= .strained || kills.lastID != judgedKill
      || model.sample.vmStat.value?[.oomKill] != diagnosis.facts.vmStat?[.oomKill]
  }

  /// Judges the host by what was read of it for this sample.
  public mutating func judge(_ facts: DiagnosisFacts) {
    let before = diagnosis.tightest
    var facts = facts
    judgedKill = kills.lastID
    if let now = model.takenAt { facts.take(kills.recent(clock: killClock, now: now)) }
    diagnosis.advance(facts)
    if diagnosis.tightest != before { host.take(model, diagnosis.tightest) }
    refreshFindings()
  }

  mutating func refreshFindings() {
    guard var dialog = dialog as? FindingsDialog else { return }
    dialog.verdict = diagnosis.verdict
    dialog.now = diagnosis.facts.time
    dialog.charts = findingCharts
    dialog.column = charts.length
    dialog.refusals = [:]
    for act in FindingAct.ID.allCases {
      dialog.refusals[act] = Command.named(act.rawValue)?.ownReason(self)
    }
    self.dialog = dialog
  }

  /// The past of the numbers that findings rest on, at the resolution of the charts.
  private var findingCharts: [Course: [Double?]] {
    var found: [Course: [Double?]] = [:]
    for course in diagnosis.verdict?.findings.flatMap(\.evidence).compactMap(\.course) ?? [] {
      switch course {
      case .host(let figure):
        found[course] = model.history.values(
          figure, per: charts.resolution, FactChart.columns)
      case .process, .group, .processCount:
        found[course] = diagnosis.history.columns(
          course, per: Double(charts.resolution.seconds), FactChart.columns)
      }
    }
    return found
  }

  /// The page of findings was drawn.
  mutating func showFindings() {
    guard var dialog = dialog as? FindingsDialog else { return }
    dialog.wasDrawn()
    self.dialog = dialog
  }

  /// What was drawn last was seen, with nothing typed since.
  mutating func seeFindings() {
    guard var dialog = dialog as? FindingsDialog else { return }
    dialog.wasSeen()
    self.dialog = dialog
  }

  mutating func openFindings() -> [Effect] {
    open(FindingsDialog(verdict: diagnosis.verdict, now: diagnosis.facts.time))
    refreshFindings()
    return isPaused || !model.facts.isLive ? [] : [.sampleNow]
  }
}
