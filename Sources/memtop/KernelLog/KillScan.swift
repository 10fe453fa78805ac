import LinuxKernel
import MemtopCore
import MemtopExport

/// One reading of a log: its kills as they come, and the rest for the end.
struct KillScan {
  private(set) var rest = KillLogRest()
  /// Why the log could not be read to its end.
  private(set) var failure: CommandFailure?
  private(set) var source = KillSource.file
  /// What the running kernel counted beside its log; nil for a file.
  private(set) var counts: KillCounts?

  private let clock: LogClock
  private let since: SinceTime?
  private var reader = KillLogReader()
  private var undated = 0
  /// The number of the kernel's kill that was handed on last, among all that the log holds.
  private(set) var number = 0
  /// Kills by programs, listed or not; their numbers go on behind the kernel's.
  private(set) var programKills = 0
  private var groups = CgroupKillCount()

  init(_ clock: LogClock, _ since: SinceTime?) {
    self.clock = clock
    self.since = since
  }

  /// Hands on the kernel's kills.
  ///
  /// Throws: what `take` throws, and when there is no log to read.
  mutating func read(_ log: LogSource, _ take: (KernelKill) throws -> Void) throws {
    try readAll(log) { if case .kernel(let kill) = $1 { try take(kill) } }
  }

  /// Hands on all kills, the kernel's with their numbers; those by programs are in the rest too.
  ///
  /// Throws: what `take` throws, and when there is no log to read.
  mutating func readAll(
    _ log: LogSource, _ take: (Int?, LoggedKill) throws -> Void
  ) throws {
    var events: [KillLogEvent] = []
    let reading = try log.read { piece in
      reader.read(piece) { events.append($0) }
      for event in events { try pass(event, take) }
      events.removeAll(keepingCapacity: true)
    }
    reader.finish { events.append($0) }
    for event in events { try pass(event, take) }
    failure = reading.failure
    rest.close(reader.omissions, undated: undated, gaps: reading.extent?.gaps ?? 0)
    source = reading.source
    // The counters begin with this boot, and so must the log.
    if source != .file, source == .kmsg || since == nil {
      counts = KillCounters().tally(
        logged: reader.killLines, reading.extent ?? KernelLogExtent(), groups)
    }
  }

  private mutating func pass(
    _ event: KillLogEvent, _ take: (Int?, LoggedKill) throws -> Void
  ) throws {
    switch event {
    case .kill(let kill):
      groups.add(kill)
      number += 1
      if isWanted(kill.time, counts: true) { try take(number, .kernel(kill)) }
    case .unfinished(let report, let reason):
      if isWanted(report.time, counts: false) { rest.add(report, reason) }
    case .reported(let kill):
      programKills += 1
      guard isWanted(kill.time, counts: true) else { return }
      rest.add(kill, place: programKills)
      try take(nil, .program(kill))
    case .panic(let text, let time):
      if isWanted(time, counts: false) { rest.add(panic: text, time) }
    }
  }

  /// What has no date is not left out.
  private mutating func isWanted(_ time: LogTime, counts: Bool) -> Bool {
    guard let since else { return true }
    if let seconds = clock.seconds(time) { return seconds >= since.seconds }
    if counts { undated += 1 }
    return true
  }
}
