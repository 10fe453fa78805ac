/// What one kernel message means in the course of a report.
enum ReportLine {
  case invocation(KillInvocation)
  case processor(pid: Int32?, release: String?)
  case stoppedBy(limit: String, task: String?)
  case statistics(of: String)
  case tableHeader([TaskColumn])
  case row(TaskRow)
  case summary(KillSummary)
  case choice(KillChoice)
  case kill(KilledProcess)
  /// The memory of one that was killed is taken back.
  case reaped(KilledProcess)
  /// A kill line that is cut before it says who.
  case unreadableKill
  case group(String)
  case alreadyExiting
  case noVictim
  case panic(String)

  private struct Rule: Sendable {
    let opening: StaticString
    let read: @Sendable (LogCursor) -> ReportLine?
  }

  /// By the words that a message begins with.
  private static let rules: [Rule] = [
    Rule(opening: "oom-kill:constraint=") { KillSummary.read($0).map(ReportLine.summary) },
    Rule(opening: "Killed process ") { kill($0, nil) },
    Rule(opening: "Kill process ") { KilledProcess.sharing($0).map(ReportLine.kill) },
    Rule(opening: "Memory cgroup out of memory") { outOfMemory($0, 27, .cgroup) },
    Rule(opening: "Out of memory") { outOfMemory($0, 13, .host) },
    // Before Linux 2.6.18.
    Rule(opening: "Out of Memory: ") { outOfMemory($0, 13, .host) },
    Rule(opening: "oom_reaper: ") { KilledProcess.reaped($0).map(ReportLine.reaped) },
    Rule(opening: "System OOM encountered, ") { kubelet($0) },
    Rule(opening: "Tasks in ") { group($0) },
    Rule(opening: "Task in ") { stoppedTask($0) },
    Rule(opening: "Memory limit reached of cgroup ") { .stoppedBy(limit: path($0, 31), task: nil) },
    Rule(opening: "Memory cgroup stats for ") { statistics($0) },
    Rule(opening: "CPU: ") { processor($0) },
    Rule(opening: "Pid: ") { processor($0) },
    Rule(opening: "Kernel panic - not syncing: ") { panic($0) },
  ]

  /// Reads the message that the cursor stands at; nil where it is no part of a report.
  static func read(_ cursor: LogCursor, _ columns: [TaskColumn]?) -> ReportLine? {
    guard let first = cursor.byte else { return nil }
    if first == 0x5b {
      if let row = TaskRow.read(cursor, columns) { return .row(row) }
      return TaskColumn.header(cursor).map(ReportLine.tableHeader)
    }
    for rule in rules where rule.opening.utf8Start[0] == first {
      if cursor.starts(with: rule.opening, at: cursor.at) { return rule.read(cursor) }
    }
    return KillInvocation.read(cursor).map(ReportLine.invocation)
  }

  private static func outOfMemory(
    _ cursor: LogCursor, _ length: Int, _ scope: ReportedScope
  ) -> ReportLine? {
    var cursor = cursor
    cursor.at += length
    if cursor.starts(with: " and no killable processes", at: cursor.at) { return .noVictim }
    let isAllocating = cursor.skip(" (oom_kill_allocating_task)")
    guard cursor.skip(":") else { return .unreadableKill }
    cursor.skipBlanks()
    if let choice = KillChoice.read(cursor, scope) { return .choice(choice) }
    if cursor.skip("OOM victim ") { return .alreadyExiting }
    guard case .kill(var process) = kill(cursor, scope) else { return .unreadableKill }
    process.isAllocatingTask = isAllocating
    return .kill(process)
  }

  private static func kill(_ cursor: LogCursor, _ scope: ReportedScope?) -> ReportLine {
    guard var process = KilledProcess.read(cursor) else { return .unreadableKill }
    process.scope = scope
    return .kill(process)
  }

  /// `System OOM encountered, victim process: java, pid: 14075`: the kubelet's event of a kill that it
  /// read in the kernel's log.
  private static func kubelet(_ cursor: LogCursor) -> ReportLine? {
    KilledProcess.told(cursor).map(ReportLine.kill)
  }

  private static func path(_ cursor: LogCursor, _ offset: Int) -> String {
    var cursor = cursor
    cursor.at += offset
    return cursor.rest()
  }

  /// `Tasks in /a are going to be killed due to memory.oom.group set`
  private static func group(_ cursor: LogCursor) -> ReportLine? {
    var cursor = cursor
    cursor.at += 9
    guard let end = cursor.findLast(" are going to be killed due to memory.oom.group set") else {
      return nil
    }
    return .group(cursor.text(cursor.at..<end))
  }

  /// `Task in /a/b killed as a result of limit of /a`
  private static func stoppedTask(_ cursor: LogCursor) -> ReportLine? {
    var cursor = cursor
    cursor.at += 8
    guard let mark = cursor.find(" killed as a result of limit of ") else { return nil }
    let task = cursor.text(cursor.at..<mark)
    return .stoppedBy(limit: path(cursor, mark + 32 - cursor.at), task: task)
  }

  /// `Memory cgroup stats for /a:`, with figures behind the colon up to Linux 5.2.
  private static func statistics(_ cursor: LogCursor) -> ReportLine? {
    var cursor = cursor
    cursor.at += 24
    guard let colon = cursor.find(": ") ?? cursor.findLast(":") else { return nil }
    return .statistics(of: cursor.text(cursor.at..<colon))
  }

  /// `CPU: 0 PID: 12 Comm: name Not tainted 6.1.0-50-amd64 #1`
  private static func processor(_ cursor: LogCursor) -> ReportLine {
    var cursor = cursor
    var pid: Int32?
    if let mark = cursor.find("PID: ") ?? cursor.find("Pid: ") {
      cursor.at = mark + 5
      pid = cursor.number()
    }
    guard let build = cursor.findLast(" #") else { return .processor(pid: pid, release: nil) }
    var start = build
    while start > cursor.at, cursor[start - 1] != 0x20 { start -= 1 }
    return .processor(pid: pid, release: cursor.text(start..<build))
  }

  /// Other panics have nothing to do with memory.
  private static func panic(_ cursor: LogCursor) -> ReportLine? {
    let text = path(cursor, 28)
    let isShortage = text.utf8.starts(with: "Out of memory".utf8) || text.contains("on memory")
    return isShortage ? .panic(text) : nil
  }
}
