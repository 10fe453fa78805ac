import MemtopCore

/// Kills as text for people, a line for each, written while the log is read.
///
/// The widths are fixed: the longest name is not known before the log ends.
public struct KillTable: ~Copyable {
  private static let fields = KillField.all.filter(\.isInTable)
  private static let widths = [
    "time": 20, "pid": 7, "comm": 15, "scope": 9, "invoker": 15, "uid": 5, "oomScoreAdj": 5,
  ]

  private var output: ChunkedOutput
  private let clock: LogClock
  private let terminal: TerminalText
  private var number = 0
  /// Kills that anybody could have logged.
  private var unproven = 0

  private var absent: String { terminal.isUnicode ? "–" : "-" }

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(
    _ clock: LogClock, isUnicode: Bool, to output: consuming ChunkedOutput,
    measure: @escaping (String) -> Int
  ) {
    self.output = output
    self.clock = clock
    terminal = TerminalText(isUnicode: isUnicode, measure: measure)
  }

  /// Writes one kill.
  ///
  /// Throws: what the output's sink throws.
  ///
  /// - Parameter place: its number among all kills of the log, also of those that are not listed.
  public mutating func write(_ kill: KernelKill, number place: Int? = nil) throws {
    if number == 0 {
      line("#", Self.fields.map { ($0.title, alignsRight($0)) }, "CGROUP")
    }
    number += 1
    if kill.victim.proof.isOpenToAll { unproven += 1 }
    var cells = Self.fields.map { (text($0.value(kill, clock)), alignsRight($0)) }
    // A log without dates has at least the order and the distances of its kills.
    if clock.seconds(kill.time) == nil, let uptime = kill.time.uptime {
      cells[0].0 = "up " + Quantity.microseconds(uptime)
    }
    line(
      String(place ?? number), cells,
      kill.report.limitCgroup.map { terminal.shown(VisibleText.make($0)) } ?? absent)
    try output.passOn()
  }

  /// Ends with what is no kill, in a line each.
  ///
  /// Throws: what the output's sink throws.
  ///
  /// - Parameters:
  ///   - all: how many kills by the kernel the log has, listed or not.
  ///   - view: what keeps the host's processes from being seen where the log is the running kernel's.
  public mutating func finish(
    _ rest: KillLogRest, from source: KillSource, _ counts: KillCounts? = nil, all: Int? = nil,
    view: ProcessView.Limit? = nil
  ) throws {
    if number == 0, !rest.hasUnknownKills {
      output.put(rest.others.isEmpty ? "no kills\n" : "no kills by the kernel\n")
    }
    unproven += rest.others.count { $0.killer != nil && $0.proof.isOpenToAll }
    if unproven > 0 {
      output.put("kills that any user of the host could have logged: \(unproven)\n")
    }
    if number > 0, let note = ProcessView.foreignPIDs(view) { output.put("note: \(note)\n") }
    for (place, kill) in rest.placed { put(kill, (all ?? number) + place) }
    for (report, reason) in rest.unfinished {
      let invoker =
        report.invocation.map { "invoked by \(terminal.shown(VisibleText.make($0.name))): " } ?? ""
      output.put("report without a kill" + when(report.time) + ": \(invoker)\(reason.rawValue)\n")
    }
    for (text, time) in rest.panics {
      output.put("panic" + when(time) + ": " + terminal.shown(VisibleText.make(text)) + "\n")
    }
    for count in rest.counts where count.number > 0 {
      output.put("\(count.title): \(count.number)\n")
    }
    if let counts {
      output.put("\nread from \(source.title); the kernel counts " + counts.host.text + "\n")
      for group in counts.groups {
        output.put("cgroup " + terminal.shown(VisibleText.make(group.text)) + "\n")
      }
    }
    try output.finish()
  }

  /// `not the kernel: earlyoom sent SIGTERM to 29410 cluster at …: its own words`
  private mutating func put(_ kill: ReportedKill, _ number: Int) {
    output.put(
      terminal.padded(String(number), 3, alignsRight: true) + "  not the kernel: "
        + terminal.shown(kill.sentence) + when(kill.time) + ": "
        + terminal.shown(VisibleText.make(kill.text)) + "\n")
  }

  private func when(_ time: LogTime) -> String {
    if let seconds = clock.seconds(time) {
      return " at " + CalendarTime(seconds: seconds).rfc3339
    }
    return time.uptime.map { " at uptime " + Quantity.microseconds($0) } ?? ""
  }

  private func alignsRight(_ field: KillField) -> Bool {
    field.kind.alignsRight && field.kind != .time
  }

  private mutating func line(
    _ number: String, _ cells: [(text: String, alignsRight: Bool)], _ last: String
  ) {
    var line = terminal.padded(number, 3, alignsRight: true)
    for (field, cell) in zip(Self.fields, cells) {
      line +=
        "  " + terminal.padded(cell.text, Self.widths[field.id] ?? 6, alignsRight: cell.alignsRight)
    }
    output.put(line + "  " + last + "\n")
  }

  private func text(_ value: FieldValue) -> String {
    switch value {
    case .time(let time): ExportTime.rfc3339(time)
    case .text(let text): terminal.shown(text)
    default: FieldText(now: 0, absent: absent).write(value)
    }
  }
}
