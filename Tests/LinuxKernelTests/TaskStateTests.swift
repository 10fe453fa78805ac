import Testing

@testable import LinuxKernel

struct TaskStateTests {
  @Test(
    arguments: [
      (0, 0, "R"), (1, 0, "S"), (2, 0, "D"), (4, 0, "T"), (8, 0, "t"), (0x10, 0, "X"),
      (0, 0x10, "X"), (0, 0x20, "Z"), (0x80, 0x20, "Z"), (0x40, 0, "P"), (0x402, 0, "I"),
      // TASK_KILLABLE, TASK_FREEZABLE, TASK_RTLOCK_WAIT, TASK_FROZEN.
      (0x102, 0, "D"), (0x2001, 0, "S"), (0x1000, 0, "D"), (0x8000, 0, "D"),
    ] as [(UInt32, UInt32, String)])
  func theLetterIsThatOfStat(_ state: UInt32, _ exitState: UInt32, _ letter: String) {
    #expect(TaskState.letter(state: state, exitState: exitState) == letter.utf8.first)
  }
}
