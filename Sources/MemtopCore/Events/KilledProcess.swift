/// The kernel's line about one kill.
///
/// `Killed process 12 (name) total-vm:8kB, anon-rss:4kB, …`, in the orders that kernels from 2.6.32
/// on print it.
public struct KilledProcess: Sendable, Equatable {
  public internal(set) var time: LogTime?
  /// What shows that the kernel wrote the line.
  public internal(set) var proof = LogProof.text
  /// Only the line of the reaper names it: the one of the kill is missing.
  public internal(set) var isOnlyReaped = false
  public internal(set) var pid: Int32
  public internal(set) var name: String
  /// What the words before it say: old kernels have them on the line before.
  public internal(set) var scope: ReportedScope?
  /// vm.oom_kill_allocating_task chose it.
  public internal(set) var isAllocatingTask = false
  /// It died because it shared the memory of the victim.
  public internal(set) var sharesMemory = false
  /// Unit: bytes.
  public internal(set) var totalVM: UInt64?
  /// Unit: bytes.
  public internal(set) var rssAnon: UInt64?
  /// Unit: bytes.
  public internal(set) var rssFile: UInt64?
  /// Unit: bytes. Since: Linux 4.5.
  public internal(set) var rssShmem: UInt64?
  public internal(set) var uid: UInt32?
  /// As the line says, in kB. Unit: bytes. Since: Linux 5.4.
  public internal(set) var pageTables: UInt64?
  /// Since: Linux 5.4.
  public internal(set) var oomScoreAdj: Int?

  private init(_ pid: Int32, _ name: String) {
    self.pid = pid
    self.name = name
  }

  private static let sizes:
    [(key: StaticString, field: WritableKeyPath<Self, UInt64?> & Sendable)] = [
      ("total-vm:", \.totalVM), ("vsz:", \.totalVM), ("anon-rss:", \.rssAnon),
      ("file-rss:", \.rssFile), ("shmem-rss:", \.rssShmem), ("pgtables:", \.pageTables),
    ]

  /// What may stand behind the name; the name itself may hold anything.
  private static let endings: [StaticString] = [") total-vm:", "), UID ", ") vsz:"]
  /// What stands there before Linux 2.6.32.
  private static let oldEnding: StaticString = ")."

  /// Reads the words from `Killed process` on.
  static func read(_ cursor: LogCursor) -> KilledProcess? {
    var cursor = cursor
    guard cursor.skip("Killed process "), let pid = cursor.number(Int32.self), pid > 0 else {
      return nil
    }
    var uid: UInt32?
    if cursor.skip(", UID ") {
      uid = cursor.number()
      guard uid != nil, cursor.skip(",") else { return nil }
    }
    guard cursor.skip(" (") else { return nil }
    guard let close = closingParenthesis(cursor) else { return nil }
    var kill = KilledProcess(pid, cursor.text(cursor.at..<close))
    kill.uid = uid
    cursor.at = close + 1
    kill.readFigures(&cursor)
    return kill
  }

  /// `Kill process 12 (name) sharing same memory`, up to Linux 4.2.
  static func sharing(_ cursor: LogCursor) -> KilledProcess? {
    var cursor = cursor
    guard cursor.skip("Kill process "), let pid = cursor.number(Int32.self), pid > 0,
      cursor.skip(" ("), let close = cursor.findLast(") sharing same memory")
    else { return nil }
    var kill = KilledProcess(pid, cursor.text(cursor.at..<close))
    kill.sharesMemory = true
    return kill
  }

  /// `oom_reaper: reaped process 12 (name), now anon-rss:0kB, …` or
  /// `oom_reaper: unable to reap pid:12 (name)`. Since: Linux 4.6.
  static func reaped(_ cursor: LogCursor) -> KilledProcess? {
    var cursor = cursor
    guard cursor.skip("oom_reaper: ") else { return nil }
    let isDone = cursor.skip("reaped process ")
    guard isDone || cursor.skip("unable to reap pid:"), let pid = cursor.number(Int32.self),
      pid > 0, cursor.skip(" ("),
      let close = isDone ? cursor.findLast("), now anon-rss:") : cursor.findLast(")")
    else { return nil }
    var kill = KilledProcess(pid, cursor.text(cursor.at..<close))
    kill.isOnlyReaped = true
    return kill
  }

  /// `System OOM encountered, victim process: java, pid: 14075`.
  static func told(_ cursor: LogCursor) -> KilledProcess? {
    var cursor = cursor
    guard cursor.skip("System OOM encountered, victim process: "),
      let mark = cursor.findLast(", pid: ")
    else { return nil }
    let name = cursor.at..<mark
    cursor.at = mark + 7
    guard let pid = cursor.number(Int32.self), pid > 0 else { return nil }
    var kill = KilledProcess(pid, cursor.text(name))
    kill.scope = .host
    return kill
  }

  /// Whether words of a kill stand anywhere in a line: `Killed process 12 (`.
  static func isLike(_ cursor: LogCursor) -> Bool {
    var at = cursor
    while let place = at.find("Killed process ") {
      at.at = place + 15
      if at.decimal() != nil,
        at.starts(with: " (", at: at.at) || at.starts(with: ", UID ", at: at.at)
      {
        return true
      }
    }
    return false
  }

  /// Where the name ends; a line that is cut just behind the name counts, other words do not.
  private static func closingParenthesis(_ cursor: LogCursor) -> Int? {
    for ending in endings {
      if let place = cursor.findLast(ending) { return place }
    }
    if let place = cursor.find(oldEnding), place + 2 == cursor.end || cursor[place + 2] == 0x20 {
      return place
    }
    guard let place = cursor.findLast(")") else { return nil }
    var tail = cursor
    tail.at = place
    let rest = tail.text(place..<cursor.end)
    return endings.contains { "\($0)".utf8.starts(with: rest.utf8) } ? place : nil
  }

  private mutating func readFigures(_ cursor: inout LogCursor) {
    while !cursor.isAtEnd {
      if let size = Self.sizes.first(where: { cursor.skip($0.key) }) {
        self[keyPath: size.field] = cursor.kibibytes()
      } else if cursor.skip("UID:") || cursor.skip("UID ") {
        uid = cursor.number()
      } else if cursor.skip("oom_score_adj:") {
        oomScoreAdj = cursor.number()
      } else {
        cursor.at += 1
      }
    }
  }
}
