import MemtopCore

/// What `memtop diagnose` writes, in any of its forms.
public struct DiagnosisReport: Sendable {
  public let verdict: Verdict
  public let needs: Needs
  /// How long was watched. Unit: seconds.
  public let span: Double
  /// The clock of the last sample. Unit: seconds.
  let now: Double

  /// Nil before the first sample.
  public init?(_ watch: DiagnosisWatch) {
    guard let verdict = watch.verdict else { return nil }
    self.verdict = verdict
    needs = Needs(watch)
    span = watch.history.span
    now = watch.facts.time
  }

  /// How long something has held; nil where that is not known.
  func held(_ since: Double?) -> Double? { since.map { max(0, now - $0) } }
}
