import LinuxKernel
import MemtopCore
import Testing

struct UndoHistoryTests {
  private func outcome(
    _ pid: Int32, _ before: Int32?, _ new: Int32, _ result: AdjOutcome.Result = .done
  ) -> AdjOutcome {
    let process = ProcessID(pid: pid, startTime: 1)
    return AdjOutcome(
      edit: AdjEdit(process: process, name: "p\(pid)", old: 0, new: new), before: before,
      result: result)
  }

  @Test func putsBackWhatWasThereBeforeTheWrite() throws {
    let step = try #require(UndoStep([outcome(1, 5, 100), outcome(2, -7, 100)]))
    #expect(step.edits.map(\.line) == ["1 p1: 100 → 5", "2 p2: 100 → -7"])
  }

  @Test func leavesOutWhatWasNotDoneOrNotKnown() {
    #expect(
      UndoStep([
        outcome(1, 5, 100, .refused(.notTaken(13))), outcome(2, 5, 100, .gone),
        outcome(3, 5, 100, .unchanged), outcome(4, nil, 100),
        outcome(5, 5, 100, .readBackDiffers(3)),
      ]) == nil)
  }

  @Test func goesBackStepByStep() {
    var history = UndoHistory()
    history.remember([outcome(1, 0, 10)])
    history.remember([outcome(1, 10, 20)])
    history.remember([outcome(1, 20, 30, .gone)])
    #expect(history.entries.count == 2)
    #expect(history.next?.edits.map(\.new) == [10])
    history.settle([outcome(1, 20, 10)])
    #expect(history.next?.edits.map(\.new) == [0])
    history.settle([outcome(1, 10, 0)])
    #expect(history.next == nil)
    history.settle([])
    #expect(history.entries.isEmpty)
  }

  @Test func whatWasRefusedCanBeTriedAgain() {
    var history = UndoHistory()
    history.remember([outcome(1, -5, 10), outcome(2, 0, 10), outcome(3, 0, 10)])
    history.settle([
      outcome(1, 10, -5, .refused(.notTaken(13))), outcome(2, 10, 0), outcome(3, 10, 0, .gone),
    ])
    #expect(history.next?.edits.map(\.process.pid) == [1])
  }

  @Test func forgetsTheOldestSteps() {
    var history = UndoHistory()
    for value in 1...Int32(UndoHistory.limit) + 5 {
      history.remember([outcome(1, value - 1, value)])
    }
    #expect(history.entries.count == UndoHistory.limit)
    guard case .adj(let oldest)? = history.entries.first else {
      Issue.record("no change of adj is left")
      return
    }
    #expect(oldest.edits.first?.new == 5)
  }
}
