import LinuxKernel
import MemtopCore
import Testing

struct AdjOutcomeTests {
  static let edit = AdjEdit(
    process: ProcessID(pid: 4121, startTime: 1), name: "postgres", old: 0, new: -500)

  @Test(
    arguments: [
      (.done, "4121 postgres: 0 → -500 done"),
      (
        .refused(.notTaken(13)),
        "4121 postgres: 0 → -500 refused: Permission denied (EACCES): below the floor, needs CAP_SYS_RESOURCE; others can be raised instead"
      ),
      (
        .refused(.notOpened(13)),
        "4121 postgres: 0 → -500 refused: Permission denied (EACCES): the process is another user's"
      ),
      (.refused(.notTaken(22)), "4121 postgres: 0 → -500 refused: Invalid argument (EINVAL)"),
      (.refused(.notOpened(24)), "4121 postgres: 0 → -500 refused: Too many open files (EMFILE)"),
      (.gone, "4121 postgres: gone, nothing was changed"),
      (.unchanged, "4121 postgres: is -500 already"),
      (.readBackDiffers(7), "4121 postgres: 0 → -500 written, but it reads 7 now"),
      (.readBackDiffers(nil), "4121 postgres: 0 → -500 written, but it cannot be read back"),
    ] as [(AdjOutcome.Result, String)])
  func saysWhatHappened(_ result: AdjOutcome.Result, _ line: String) {
    #expect(AdjOutcome(edit: Self.edit, before: 0, result: result).line == line)
  }

  @Test(
    arguments: [
      (.gone, .gone), (.notOpened(errno: 13), .refused(.notOpened(13))),
      (.notTaken(errno: 22), .refused(.notTaken(22))),
    ] as [(OOMScoreAdjWriteError, AdjOutcome.Result)])
  func keepsTheKernelsReason(_ error: OOMScoreAdjWriteError, _ result: AdjOutcome.Result) {
    let outcome = AdjOutcome(edit: Self.edit, before: 3, error: error)
    #expect(outcome.result == result)
    #expect(outcome.before == 3)
    #expect(outcome.requested == -500)
    #expect(!outcome.isDone)
  }

  @Test func anUnknownValueBeforeIsNotZero() {
    let outcome = AdjOutcome(edit: Self.edit, before: nil, result: .done)
    #expect(outcome.line == "4121 postgres: ? → -500 done")
  }

  @Test func sumsUpSeveral() {
    let results: [AdjOutcome.Result] = [
      .done, .refused(.notTaken(13)), .done, .gone, .refused(.notOpened(1)), .unchanged,
      .readBackDiffers(nil),
    ]
    let outcomes = results.map { AdjOutcome(edit: Self.edit, before: 0, result: $0) }
    #expect(
      AdjOutcome.summary(outcomes)
        == "2 done, 2 refused, 1 gone, 1 unchanged, 1 changed by somebody else")
    #expect(AdjOutcome.summary(Array(outcomes.prefix(1))) == "1 done")
    #expect(AdjOutcome.summary([]) == "")
  }
}
