import MemtopCore

/// Kills, the kernel's and those by programs, as comma-separated values (RFC 4180), written while the
/// log is read; what the log does not say is empty.
public struct KillCSV: ~Copyable {
  /// What only the logs of programs say, behind what the kernel's says.
  private static let ownOfPrograms = ReportedKillField.all.filter { field in
    !KillField.all.contains { $0.id == field.id }
  }

  private var output: ChunkedOutput
  private let clock: LogClock

  public init(_ clock: LogClock, to output: consuming ChunkedOutput) {
    self.output = output
    self.clock = clock
    line(KillField.all.map(\.id) + Self.ownOfPrograms.map(\.id))
  }

  /// Writes one kill.
  ///
  /// Throws: what the output's sink throws.
  public mutating func write(_ kill: LoggedKill) throws {
    switch kill {
    case .kernel(let kill):
      line(
        KillField.all.map { RecordCSV.text($0.value(kill, clock)) }
          + Self.ownOfPrograms.map { _ in "" })
    case .program(let kill):
      let values = Dictionary(
        uniqueKeysWithValues: ReportedKillField.all.map {
          ($0.id, RecordCSV.text($0.value(kill, clock)))
        })
      line((KillField.all.map(\.id) + Self.ownOfPrograms.map(\.id)).map { values[$0] ?? "" })
    }
    try output.passOn()
  }

  /// Throws: what the output's sink throws.
  public mutating func finish() throws { try output.finish() }

  private mutating func line(_ values: [String]) {
    RecordCSV.line(values, &output)
  }
}
