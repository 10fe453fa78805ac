/// What a log tells about kills, one thing at a time, in the log's order.
public enum KillLogEvent: Sendable, Equatable {
  case kill(KernelKill)
  /// A report that ends without a kill.
  case unfinished(KillReport, UnfinishedReason)
  case panic(String, LogTime)
  /// A kill that was not the kernel's.
  case reported(ReportedKill)
}

/// Why a report has no kill.
public enum UnfinishedReason: String, Sendable {
  /// The text ends, or another report begins.
  case cut = "the log does not hold the kill"
  case unknownForm = "a line looks like the kill, but its form is not known"
  case unreadable = "the line of the kill is cut"
  case alreadyExiting = "the victim was already exiting"
  case noVictim = "no process could be killed"
  case panicked = "the kernel panicked"
}

/// What a reader of a log could not use.
public struct KillLogOmissions: Sendable, Equatable {
  /// Kills that the text holds more than once.
  public internal(set) var repeatedKills = 0
  /// Kill lines that do not say who was killed.
  public internal(set) var unreadableKills = 0
  /// Lines that look like a kill behind something that no known log puts there.
  public internal(set) var unknownForms = 0
  /// Lines with the words of a kill that are not from the one who would say them: anybody may log
  /// anything.
  public internal(set) var disbelievedKills = 0
  /// Lines longer than any that a kernel writes; only their beginning was read.
  public internal(set) var longLines = 0

  public init() {}
}
