/// What memtop can read and do on this host, and why not.
public struct DoctorTable {
  /// One thing that is read or done.
  public struct Line: Sendable, Equatable {
    public enum State: String, Sendable {
      case works = "yes"
      /// For some processes, or not in full.
      case partly
      case fails = "no"
    }

    public let subject: String
    public let state: State
    /// How it works, or why it does not.
    public let text: String

    public init(_ subject: String, _ state: State, _ text: String) {
      self.subject = subject
      self.state = state
      self.text = text
    }
  }

  private let table: TextTable

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(isUnicode: Bool, measure: @escaping (String) -> Int) {
    table = TextTable(TerminalText(isUnicode: isUnicode, measure: measure))
  }

  /// Writes the lines.
  ///
  /// Throws: what the output's sink throws.
  public func write(_ lines: [Line], to output: consuming ChunkedOutput) throws {
    let columns = ["SOURCE", "WORKS", "HOW, OR WHY NOT"].map {
      TextTable.Column($0, alignsRight: false)
    }
    try table.put(columns, lines.map { [$0.subject, $0.state.rawValue, $0.text] }, to: &output)
    try output.finish()
  }
}
