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
}
