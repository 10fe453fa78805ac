/// What the kernel prints about one shortage before it kills: who asked, where, the candidates.
public struct KillReport: Sendable, Equatable {
  /// Rows beyond these are counted and not kept.
  public static let rowLimit = 1 << 16

  /// When its first line was written.
  public internal(set) var time = LogTime()
  public internal(set) var invocation: KillInvocation?
  public internal(set) var invokerPID: Int32?
  /// The release of the kernel, such as `6.1.0-50-amd64`.
  public internal(set) var release: String?
  public internal(set) var summary: KillSummary?
  /// The words of kernels before 5.0 about the choice.
  public internal(set) var choice: KillChoice?
  /// The group whose limit was hit, from lines before the summary.
  public internal(set) var statedLimitCgroup: String?
  /// The group of the task that hit it, up to Linux 4.20.
  public internal(set) var statedTaskCgroup: String?
  /// The group that dies as a whole for `memory.oom.group`.
  public internal(set) var killedGroup: String?
  public internal(set) var rows: [TaskRow] = []
  public internal(set) var rowCount = 0
  public internal(set) var memory = ReportedMemory()

  public init() {}

  /// The log holds none of it: only the line of the kill.
  var isEmpty: Bool {
    invocation == nil && summary == nil && choice == nil && rowCount == 0 && memory.isEmpty
      && statedLimitCgroup == nil
  }

  public var scope: ReportedScope? {
    summary?.scope ?? choice?.scope ?? (limitCgroup != nil ? .cgroup : nil)
  }

  public var limitCgroup: String? { summary?.limitCgroup ?? statedLimitCgroup }

  public var taskCgroup: String? { summary?.taskCgroup ?? statedTaskCgroup }

  /// Leaves the table out; its size stays known.
  public mutating func forgetRows() { rows = [] }

  mutating func add(_ row: TaskRow) {
    rowCount += 1
    if rows.count < Self.rowLimit { rows.append(row) }
  }
}

/// `Out of memory: Kill process 12 (name) score 31 or sacrifice child`: up to Linux 5.0 the scope
/// and the score stand here, and the process that dies on the next line.
public struct KillChoice: Sendable, Equatable {
  public internal(set) var scope: ReportedScope?
  public internal(set) var pid: Int32
  public internal(set) var name: String
  /// Badness in thousandths of the memory of the scope.
  public internal(set) var score: UInt64

  /// Reads the words from `Kill process` on.
  static func read(_ cursor: LogCursor, _ scope: ReportedScope?) -> KillChoice? {
    var cursor = cursor
    guard cursor.skip("Kill process ") || cursor.skip("kill process "),
      let pid = cursor.number(Int32.self), pid > 0, let mark = cursor.findLast(") score ")
    else { return nil }
    let name = cursor.skip(" (") ? cursor.text(cursor.at..<max(mark, cursor.at)) : ""
    cursor.at = mark + 8
    guard let score = cursor.decimal() else { return nil }
    return KillChoice(scope: scope, pid: pid, name: name, score: score)
  }
}
