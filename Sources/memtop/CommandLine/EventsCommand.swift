import ArgumentParser
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop events`: what was killed for memory, from the kernel's log and the journal.
struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "List what was killed for memory, from a log or the running system.",
    discussion: """
      The log may come from dmesg, a console, syslog, the journal or /dev/kmsg, gzipped or not. \
      Dates without a zone are taken for local time; a date without a year is none.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json, csv
    /// For `--explain` only.
    case markdown

    /// How one kill is explained; nil where it cannot be written so.
    var document: DocumentFormat? {
      switch self {
      case .table: .text
      case .json: .json
      case .markdown: .markdown
      case .csv: nil
      }
    }
  }

  @ParentCommand var parent: Memtop

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The log; - is standard input (default: the running kernel's).", valueName: "file"),
    completion: .file())
  var file: String?

  @Option(
    help: ArgumentHelp("Only kills from this time on, such as 90m or a date.", valueName: "time"),
    transform: SinceTime.read)
  var since: SinceTime?

  @Option(help: ArgumentHelp("How to write it.", valueName: "format"))
  var format = Format.table

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Explain the kill of this number in the table.", valueName: "n"),
    transform: ArgumentReading.killNumber)
  var explain: Int?

  func run() throws {
    if let option = parent.dashboard.firstGiven ?? parent.list.firstGiven {
      throw CommandFailure("\(option) is not for events", .usage)
    }
    if let option = parent.system.firstGiven {
      throw CommandFailure("\(option) is not for events", .usage)
    }
    if explain != nil, format.document == nil {
      throw CommandFailure("--explain writes text, json or markdown, not csv", .usage)
    }
    if explain == nil, format == .markdown {
      throw CommandFailure("--format markdown is for --explain", .usage)
    }
    let log = file.map(LogSource.file) ?? .kernel(Journal(), since: since)
    let clock = log.clock
    let output = ChunkedOutput(StandardOutput.write)
    var scan = KillScan(clock, since)
    if let explain { return try write(explain, of: log, &scan, clock) }
    switch format {
    case .json:
      var writer = KillJSON(clock, to: output)
      try scan.read(log) { kill in try writer.write(kill) }
      try writer.finish(scan.rest, from: scan.source, scan.counts, view: Self.limit(scan.source))
    case .csv:
      var writer = KillCSV(clock, to: output)
      try scan.readAll(log) { _, kill in try writer.write(kill) }
      try writer.finish()
    case .table, .markdown:
      let encoding = CharacterEncoding.ofEnvironment()
      var writer = KillTable(
        clock, isUnicode: encoding.isUTF8, to: output, measure: Self.measure(encoding))
      try scan.readAll(log) { number, kill in
        if case .kernel(let kill) = kill { try writer.write(kill, number: number) }
      }
      try writer.finish(
        scan.rest, from: scan.source, scan.counts, all: scan.number, view: Self.limit(scan.source))
      if let since, scan.source == .journal { try write(numbersSince: since) }
    }
    // What could be read of a broken log is written before it is said that there was more.
    if let failure = scan.failure { throw failure }
  }

  /// What keeps the processes from being seen that the running kernel's log tells of.
  private static func limit(_ source: KillSource) throws -> ProcessView.Limit? {
    source == .file ? nil : try ProcessView.now(KernelRoot()).limit
  }

  private static func measure(_ encoding: CharacterEncoding) -> (String) -> Int {
    let width = encoding.width
    return { text in text.unicodeScalars.reduce(0) { $0 + max(0, width($1)) } }
  }

  /// The journal is read from that time on, and its kills are counted from there.
  private func write(numbersSince since: SinceTime) throws {
    let time = CalendarTime(seconds: since.seconds).rfc3339
    try StandardOutput.write(Array("--explain takes these numbers with --since \(time)\n".utf8))
  }

  /// Explains one kill; the reports of the others are dropped as they come.
  private func write(
    _ wanted: Int, of log: LogSource, _ scan: inout KillScan, _ clock: LogClock
  ) throws {
    let format = format.document ?? .text
    var found: KernelKill?
    try scan.readAll(log) { number, kill in
      if number == wanted, case .kernel(let kill) = kill { found = kill }
    }
    guard let found else {
      if let failure = scan.failure { throw failure }
      guard let other = scan.rest.other(wanted - scan.number) else {
        let all = scan.number + scan.programKills
        throw CommandFailure(
          "--explain: "
            + (wanted > all ? "the log has \(all) kills" : "kill \(wanted) is not listed"),
          .noInput)
      }
      let date = clock.seconds(other.time).map { CalendarTime(seconds: $0).rfc3339 }
      let uptime = other.time.uptime.map { "at uptime " + Quantity.microseconds($0) }
      return try format.write(ProgramKillExplanation.document(other, date: date ?? uptime))
    }
    try format.write(KillExplanation(found, clock).document)
  }
}
