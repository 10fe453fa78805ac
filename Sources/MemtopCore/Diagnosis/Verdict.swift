/// Whether the host is short of memory, in one sentence, with all that was found.
public struct Verdict: Sendable, Equatable {
  public var level: DiagnosisLevel
  public var kind: DiagnosisKind
  public var short: Shortage
  public var sentence: String
  /// What the sentence says behind the host's own state, of something that is no trouble now; may be empty.
  public var aside: String
  /// Since when the level has held. Unit: seconds on the samples' clock.
  public var since: Double?
  /// The strongest first.
  public var findings: [Finding]
  /// What could not be told, and why.
  public var unknown: [DiagnosisFacts.Missing]
  public var forecast: [Forecast]
}
