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
    let date = clock.seconds(kill.time).map { CalendarTime(seconds: $0).rfc3339 }
    let uptime = kill.time.uptime.map { "at uptime " + Quantity.microseconds($0) }
    for line in ProgramKillExplanation.lines(kill, date: date ?? uptime) {
      output.put(terminal.shown(VisibleText.make(line)) + "\n")
    }
    try output.finish()
  }
}
