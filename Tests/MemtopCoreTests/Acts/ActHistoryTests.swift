import MemtopCore
import Testing

@testable import LinuxKernel

struct ActHistoryTests {
  private static func outcome(
    _ pid: Int32, _ before: Int32?, _ new: Int32, _ result: AdjOutcome.Result = .done
  ) -> AdjOutcome {
    let process = ProcessID(pid: pid, startTime: 1)
    return AdjOutcome(
      edit: AdjEdit(process: process, name: "p\(pid)", old: 0, new: new), before: before,
      result: result)
  }

  private static func undo(_ outcomes: [AdjOutcome]) -> [AdjEdit]? {
    guard case .adj(let edits, undoes: true)? = DeedOutcome(outcomes, undoes: false).undo else {
      return nil
    }
    return edits
  }

  private static func take(
    _ history: inout ActHistory, _ outcomes: [AdjOutcome], undoes: Bool = false
  ) {
    let edits = outcomes.map {
      AdjEdit(process: $0.process, name: $0.name, old: $0.before, new: $0.requested)
    }
    history.take(.adj(edits, undoes: undoes), DeedOutcome(outcomes, undoes: undoes))
  }

  @Test func putsBackWhatWasThereBeforeTheWrite() throws {
    let edits = try #require(Self.undo([Self.outcome(1, 5, 100), Self.outcome(2, -7, 100)]))
    #expect(edits.map(\.line) == ["1 p1: 100 → 5", "2 p2: 100 → -7"])
  }

  @Test func leavesOutWhatWasNotDoneOrNotKnown() {
    #expect(
      Self.undo([
        Self.outcome(1, 5, 100, .refused(.notTaken(13))), Self.outcome(2, 5, 100, .gone),
        Self.outcome(3, 5, 100, .unchanged), Self.outcome(4, nil, 100),
        Self.outcome(5, 5, 100, .readBackDiffers(3)),
      ]) == nil)
  }

  @Test func goesBackStepByStep() {
    var history = ActHistory()
    Self.take(&history, [Self.outcome(1, 0, 10)])
    Self.take(&history, [Self.outcome(1, 10, 20)])
    Self.take(&history, [Self.outcome(1, 20, 30, .gone)])
    #expect(history.undoable.count == 2)
    #expect(history.undoEdits?.map(\.new) == [10])
    Self.take(&history, [Self.outcome(1, 20, 10)], undoes: true)
    #expect(history.undoEdits?.map(\.new) == [0])
    Self.take(&history, [Self.outcome(1, 10, 0)], undoes: true)
    #expect(history.undo == nil)
    Self.take(&history, [], undoes: true)
    #expect(history.undoable.isEmpty)
  }

  /// What of several deeds was refused when they were taken back stays, to be tried again.
  @Test func severalDeedsAreTakenBackTogether() {
    func aim(_ name: String) -> CgroupAim {
      CgroupAim(path: Array("/\(name)".utf8), identity: .init(device: 1, inode: 1))
    }
    let (a, b) = (Deed.release(aim("a")), Deed.release(aim("b")))
    let (first, second) = (Deed.reclaim(aim("a")), Deed.reclaim(aim("b")))
    var history = ActHistory()
    let done = DeedOutcome(each: [
      (first, DeedOutcome(["x"], undo: a)), (second, DeedOutcome(["y"], undo: b)),
    ])
    #expect(done.lines == ["/a", "  x", "/b", "  y"] && done.brief == ["2 of 2 done"])
    history.take(.each([first, second]), done)
    #expect(history.undo == .each([b, a]), "the last one first")
    let back = DeedOutcome(each: [(b, DeedOutcome(["z"])), (a, .refused("no right"))])
    #expect(!back.isDone && back.brief == ["1 of 2 done", "/a: no right"])
    history.take(.each([b, a]), back)
    #expect(history.undo == a)
    history.take(a, DeedOutcome(["at last"]))
    #expect(history.undo == nil)
  }

  @Test func whatWasRefusedCanBeTriedAgain() {
    var history = ActHistory()
    Self.take(&history, [Self.outcome(1, -5, 10), Self.outcome(2, 0, 10), Self.outcome(3, 0, 10)])
    Self.take(
      &history,
      [
        Self.outcome(1, 10, -5, .refused(.notTaken(13))), Self.outcome(2, 10, 0),
        Self.outcome(3, 10, 0, .gone),
      ], undoes: true)
    #expect(history.undoEdits?.map(\.process.pid) == [1])
  }

  /// What was begun before and ends while the prompt is open is not what the prompt took back.
  @Test func whatEndedMeanwhileStays() throws {
    var history = ActHistory()
    Self.take(&history, [Self.outcome(1, 0, 10)])
    let back = Deed.contain([ProcessID(pid: 1, startTime: 1)], max: .unlimited)
    history.take(.contain([], max: .bytes(1)), DeedOutcome(["moved"], undo: back))
    Self.take(&history, [Self.outcome(1, 10, 0)], undoes: true)
    #expect(history.undoable == [back])
    history.take(back, .refused("it is busy"))
    #expect(history.undoable == [back])
    history.take(back, DeedOutcome(["released"]))
    #expect(history.undo == nil)
  }

  @Test func forgetsTheOldestSteps() throws {
    var history = ActHistory()
    for value in 1...Int32(ActHistory.undoLimit) + 5 {
      Self.take(&history, [Self.outcome(1, value - 1, value)])
    }
    #expect(history.undoable.count == ActHistory.undoLimit)
    guard case .adj(let oldest, _)? = history.undoable.first else {
      Issue.record("no change of adj is left")
      return
    }
    #expect(oldest.first?.new == 5)
  }

  /// What a record tells is marked as long as undo would take it back next.
  @Test func recordsKnowWhatTakesThemBack() {
    var history = ActHistory()
    Self.take(&history, [Self.outcome(1, 0, 10), Self.outcome(2, 0, 10)])
    Self.take(&history, [Self.outcome(1, 10, 20)])
    func marked() -> [Bool] { history.records.indices.map(history.isTakenBackNext) }
    #expect(marked() == [false, false, true])
    Self.take(&history, [Self.outcome(1, 20, 10)], undoes: true)
    #expect(marked() == [true, true, false, false], "the undo is a record too")
    Self.take(
      &history, [Self.outcome(1, 10, 0), Self.outcome(2, 10, 0, .refused(.notTaken(13)))],
      undoes: true)
    #expect(marked() == [false, true, false, false, false], "what was refused is left")
    Self.take(&history, [Self.outcome(2, 10, 0)], undoes: true)
    #expect(marked().allSatisfy { !$0 } && history.records.count == 6)
  }
}
