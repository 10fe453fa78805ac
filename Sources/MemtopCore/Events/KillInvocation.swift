/// Who asked for memory when there was none, and for what.
///
/// Source: mm/oom_kill.c `dump_header()`.
public struct KillInvocation: Sendable, Equatable {
  /// The name of the thread.
  public internal(set) var name: String
  /// The power of two of pages that it wanted; -1 for a kill by the sysrq key.
  public internal(set) var order: Int?
  /// The flags of the allocation, as printed.
  public internal(set) var gfpMask: String?
  public internal(set) var oomScoreAdj: Int?

  /// A thread's name has at most so many bytes: more is no name. Source: `TASK_COMM_LEN`.
  private static let longestName = 15

  /// The sysrq key asked, not an allocation.
  public var isSysRq: Bool { order == -1 }

  /// Reads `name invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0`.
  static func read(_ cursor: LogCursor) -> KillInvocation? {
    var cursor = cursor
    guard let mark = cursor.findLast(" invoked oom-killer:"),
      (1...longestName).contains(mark - cursor.at)
    else { return nil }
    var invocation = KillInvocation(name: cursor.text(cursor.at..<mark))
    cursor.at = mark + 20
    while !cursor.isAtEnd {
      if cursor.skip("gfp_mask=") {
        let start = cursor.at
        while let byte = cursor.byte, byte != 0x2c, byte != 0x20 { cursor.at += 1 }
        invocation.gfpMask = cursor.text(start..<cursor.at)
      } else if cursor.skip(" order=") {
        invocation.order = cursor.number()
      } else if cursor.skip(" oom_score_adj=") {
        invocation.oomScoreAdj = cursor.number()
      } else {
        cursor.at += 1
      }
    }
    return invocation
  }
}
