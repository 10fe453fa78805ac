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

  private var isSuspicious: Bool {
    dialog is FindingsDialog || model.forecast != nil
      || (diagnosis.verdict?.level ?? .unknown) >= .strained
      || HostState(model).level >= .strained
      || model.sample.vmStat.value?[.oomKill] != diagnosis.facts.vmStat?[.oomKill]
  }

  /// Judges the host by what was read of it for this sample.
  public mutating func judge(_ facts: DiagnosisFacts) {
    diagnosis.advance(facts)
    refreshFindings()
  }

  mutating func refreshFindings() {
    guard var dialog = dialog as? FindingsDialog else { return }
    dialog.verdict = diagnosis.verdict
    dialog.now = diagnosis.facts.time
    self.dialog = dialog
  }

  mutating func openFindings() -> [Effect] {
    open(FindingsDialog(verdict: diagnosis.verdict, now: diagnosis.facts.time))
    return isPaused || !model.facts.isLive ? [] : [.sampleNow]
  }
}
