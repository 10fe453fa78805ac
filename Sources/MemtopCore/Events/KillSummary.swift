/// The line that sums up the choice: `oom-kill:constraint=…,task=…,pid=…,uid=…`.
///
/// Source: mm/oom_kill.c `dump_oom_summary()`. Since: Linux 5.0.
public struct KillSummary: Sendable, Equatable {
  public internal(set) var scope: ReportedScope?
  /// The nodes that the invoker may use, as the kernel lists them.
  public internal(set) var allowedNodes: String?
  /// The nodes of the memory policy that the allocation was bound by; nil without one.
  public internal(set) var policyNodes: String?
  /// The group whose limit was hit; nil for the host.
  public internal(set) var limitCgroup: String?
  /// The group of the chosen task.
  public internal(set) var taskCgroup: String?
  public internal(set) var name: String
  /// The chosen process.
  ///
  /// Nil where somebody shortened the line.
  public internal(set) var pid: Int32?
  public internal(set) var uid: UInt32?

  private static let scopes: [(word: StaticString, scope: ReportedScope)] = [
    ("CONSTRAINT_NONE,", .host), ("CONSTRAINT_CPUSET,", .cpuset),
    ("CONSTRAINT_MEMORY_POLICY,", .memoryPolicy), ("CONSTRAINT_MEMCG,", .cgroup),
  ]

  /// Paths and names may hold commas and the keys themselves: the fixed keys are looked for from
  /// both ends.
  static func read(_ cursor: LogCursor) -> KillSummary? {
    var cursor = cursor
    guard cursor.skip("oom-kill:constraint=") else { return nil }
    let process = cursor.findLast(",pid=") ?? cursor.end
    guard let task = Self.last(",task=", in: cursor, to: process) else { return nil }
    var figures = cursor
    figures.at = min(cursor.end, process + 5)
    let pid = figures.number(Int32.self)
    // A number that cannot be read is no shortened line.
    guard pid != nil || process == cursor.end else { return nil }
    var summary = KillSummary(name: cursor.text(task + 6..<process), pid: pid)
    if pid != nil, figures.skip(",uid=") { summary.uid = figures.number() }
    summary.scope = scopes.first { cursor.starts(with: $0.word, at: cursor.at) }?.scope
    summary.readPlaces(cursor, to: task)
    return summary
  }

  private mutating func readPlaces(_ cursor: LogCursor, to task: Int) {
    let group = cursor.find(",task_memcg=", to: task) ?? task
    if group < task { taskCgroup = cursor.text(group + 12..<task) }
    if let limit = cursor.find(",oom_memcg=", to: group) {
      limitCgroup = cursor.text(limit + 11..<group)
    }
    allowedNodes = Self.nodes(",mems_allowed=", cursor, to: group)
    policyNodes = Self.nodes(",nodemask=", cursor, to: group)
  }

  /// The list behind a key; nil where there is none, and for `(null)`.
  private static func nodes(
    _ key: StaticString, _ cursor: LogCursor, to limit: Int
  ) -> String? {
    guard let place = cursor.find(key, to: limit) else { return nil }
    var cursor = cursor
    cursor.at = place + key.utf8CodeUnitCount
    let start = cursor.at
    while let byte = cursor.byte, byte == 0x2d || (0x30...0x39).contains(byte) || byte == 0x2c {
      cursor.at += 1
    }
    guard cursor.at > start else { return nil }
    let end = cursor[cursor.at - 1] == 0x2c ? cursor.at - 1 : cursor.at
    return cursor.text(start..<max(start, end))
  }

  private static func last(_ key: StaticString, in cursor: LogCursor, to limit: Int) -> Int? {
    var found: Int?
    var cursor = cursor
    while let place = cursor.find(key, to: limit) {
      found = place
      cursor.at = place + 1
    }
    return found
  }
}
