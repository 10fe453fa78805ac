/// The letter that `/proc/PID/stat` gives for a task's state.
///
/// Source: `include/linux/sched.h`, `task_state_index()`, and `fs/proc/array.c`.
enum TaskState {
  private static let letters: StaticString = "RSDTtXZPI"
  /// Bits that have a letter of their own, from `TASK_INTERRUPTIBLE` to `TASK_PARKED`.
  private static let reported: UInt32 = 0x7f
  /// `TASK_UNINTERRUPTIBLE` and `TASK_NOLOAD`.
  private static let idle: UInt32 = 0x402
  /// `TASK_RTLOCK_WAIT` and `TASK_FROZEN`: shown as a wait that cannot be interrupted.
  private static let hidden: UInt32 = 0x9000

  static func letter(state: UInt32, exitState: UInt32) -> UInt8 {
    var bits = (state | exitState) & reported
    if state & idle == idle { bits = 0x80 }
    if state & hidden != 0 { bits = 2 }
    let place = UInt32.bitWidth - bits.leadingZeroBitCount
    return letters.withUTF8Buffer { $0[place] }
  }
}
