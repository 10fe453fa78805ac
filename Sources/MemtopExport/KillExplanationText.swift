import MemtopCore

/// Why one kill happened, for a terminal or a file.
public enum KillExplanationText {
  /// Writes the text.
  ///
  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  ///
  /// Throws: what the output's sink throws.
  public static func write(
    _ kill: KernelKill, _ clock: LogClock, isUnicode: Bool, measure: @escaping (String) -> Int,
    to output: consuming ChunkedOutput
  ) throws {
    let terminal = TerminalText(isUnicode: isUnicode, measure: measure)
    let text = KillExplanation(kill, clock, spelled: terminal.shown, measure: measure)
    for line in text.lines { output.put(line.text + "\n") }
    try output.finish()
  }

  /// Writes what is known of a kill that was not the kernel's.
  ///
  /// Throws: what the output's sink throws.
  public static func write(
    _ kill: ReportedKill, _ clock: LogClock, isUnicode: Bool, measure: @escaping (String) -> Int,
    to output: consuming ChunkedOutput
  ) throws {
    let terminal = TerminalText(isUnicode: isUnicode, measure: measure)
    let when = clock.seconds(kill.time).map { ", at " + CalendarTime(seconds: $0).rfc3339 } ?? ""
    let victim = kill.victim.isEmpty ? "the log does not say who" : kill.victim
    var lines = ["Killed: " + terminal.shown(victim) + when]
    lines.append(
      kill.killer == nil
        ? "By: the log does not say; \(kill.signal) ended it and the kernel reports no shortage"
        : "By: \(kill.killerName), with \(kill.signal); the kernel did not choose")
    lines.append("In its words: " + terminal.shown(VisibleText.make(kill.text)))
    lines.append(
      "The kernel's own report, with all processes and why one is chosen, exists only for kills by the "
        + "kernel.")
    for line in lines { output.put(line + "\n") }
    try output.finish()
  }
}
