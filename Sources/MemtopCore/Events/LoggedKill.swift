/// A kill that a log tells of, by whomever.
public enum LoggedKill: Sendable {
  case kernel(KernelKill)
  case program(ReportedKill)

  public var time: LogTime {
    switch self {
    case .kernel(let kill): kill.time
    case .program(let kill): kill.time
    }
  }

  /// `kernel`, a program's name, or `somebody`.
  public var killer: String {
    switch self {
    case .kernel: "kernel"
    case .program(let kill): kill.killerName
    }
  }

  /// What shows who wrote the line.
  public var proof: LogProof {
    switch self {
    case .kernel(let kill): kill.victim.proof
    case .program(let kill): kill.proof
    }
  }

  /// The killer, with a question mark behind a program that any user could have spoken for.
  public var attributedKiller: String {
    guard case .program(let kill) = self, kill.killer != nil, proof.isOpenToAll else {
      return killer
    }
    return killer + "?"
  }

  /// Nil where a whole group was killed, or the log does not say.
  public var pid: Int32? {
    switch self {
    case .kernel(let kill): kill.victim.pid
    case .program(let kill): kill.pid
    }
  }

  /// The process's name, as hostile as the log; nil as for `pid`.
  public var name: String? {
    switch self {
    case .kernel(let kill): kill.victim.name
    case .program(let kill): kill.name
    }
  }

  /// A SIGKILL that nobody owns up to need not be about memory.
  var isForMemory: Bool {
    if case .program(let kill) = self { kill.killer != nil } else { true }
  }

  /// Rows of its report's table that are kept.
  var rowCount: Int {
    if case .kernel(let kill) = self { kill.report.rows.count } else { 0 }
  }

  /// Leaves its report's table out; the table's size stays known.
  mutating func forgetRows() {
    guard case .kernel(var kill) = self else { return }
    kill.forgetRows()
    self = .kernel(kill)
  }
}

extension KillLogEvent {
  /// Nil for what is no kill.
  public var logged: LoggedKill? {
    switch self {
    case .kill(let kill): .kernel(kill)
    case .reported(let kill): .program(kill)
    case .unfinished, .panic: nil
    }
  }
}
