/// What memtop can read and do on this host, and why not.
public enum DoctorReport {
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

  /// The lines as a document.
  public static func document(_ lines: [Line]) -> Document {
    let rows = lines.map { line in
      DocumentTable.Row(
        line.text, [.value(.text(line.subject)), .value(.text(line.state.rawValue))])
    }
    let columns = ["SOURCE", "WORKS"].map { DocumentTable.Column($0, isText: true) }
    return Document(
      kind: "sources", title: "What memtop can read and do here",
      [
        DocumentSection(
          "sources", nil,
          [.table(DocumentTable("how", labelsBehind: "HOW, OR WHY NOT", columns, rows))])
      ])
  }
}
