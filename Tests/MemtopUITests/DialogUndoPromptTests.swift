import LinuxKernel
import MemtopCore
import Testing

@testable import MemtopUI

@Suite struct DialogUndoPromptTests {
  typealias Case = DialogCase

  /// postgres went from 0 to 500, java from 200 to 300.
  private static func edits() throws -> [AdjEdit] {
    try edits([Case.outcome(Case.postgres, 500, .done), Case.outcome(Case.java, 300, .done)])
  }

  private static func edits(_ outcomes: [AdjOutcome]) throws -> [AdjEdit] {
    var history = ActHistory()
    history.take(.adj([]), DeedOutcome(outcomes, undoes: false))
    return try #require(history.undoEdits)
  }

  private static let postgresNow = AdjPlan.Row(
    process: Case.postgres.process, name: "postgres", adj: 500)
  private static let javaNow = AdjPlan.Row(process: Case.java.process, name: "java", adj: 300)
  private static let ids = [Case.postgres.process, Case.java.process]

  @Test func takesHoldAndThenPutsBack() throws {
    var harness = DialogHarness(UndoPrompt(try Self.edits()))
    #expect(harness.press(.enter) == .act([.hold(Self.ids)]))
    #expect(
      harness.receive(.held([Case.held(Self.postgresNow), Case.held(Self.javaNow)]))
        == .act([
          .carryOut(
            .adj([Case.edit(Self.postgresNow, 0), Case.edit(Self.javaNow, 200)], undoes: true))
        ]))
    let outcomes = [
      Case.outcome(Self.postgresNow, 0, .done),
      Case.outcome(Self.javaNow, 200, .refused(.notTaken(13))),
    ]
    #expect(harness.receive(.adjusted(outcomes, undoes: true)) == .stay)
    #expect(harness.text.contains("500 → 0 done"))
    #expect(harness.press(.enter) == .finish([.release]))
  }

  @Test func heldBeforehandItNeedsNoSecondHold() throws {
    var harness = DialogHarness(UndoPrompt(try Self.edits()))
    harness.receive(.held([Case.held(Self.postgresNow), Case.held(Self.javaNow)]))
    #expect(
      harness.press(.enter)
        == .act([
          .carryOut(
            .adj([Case.edit(Self.postgresNow, 0), Case.edit(Self.javaNow, 200)], undoes: true))
        ]))
  }

  @Test func whatTurnsOutDifferentIsAskedAgain() throws {
    let elsewhere = AdjPlan.Row(process: Case.postgres.process, name: "postgres", adj: 40)
    var harness = DialogHarness(UndoPrompt(try Self.edits()))
    harness.press(.enter)
    #expect(
      harness.receive(.held([Case.held(elsewhere), Case.held(Self.javaNow, isThere: false)]))
        == .stay)
    expectGolden(harness.surface, "dialog-undo-changed")
    #expect(
      harness.press(.enter) == .act([.carryOut(.adj([Case.edit(elsewhere, 0)], undoes: true))]))
  }

  @Test func nobodyLeftPutsNothingBack() throws {
    var harness = DialogHarness(UndoPrompt(try Self.edits()))
    harness.press(.enter)
    #expect(harness.receive(.held([])) == .stay)
    #expect(harness.text.contains("Nothing is left to put back."))
    #expect(harness.press(.enter) == .finish([.release]))
  }

  @Test func escapeLeavesEverything() throws {
    var harness = DialogHarness(UndoPrompt(try Self.edits()))
    expectGolden(harness.surface, "dialog-undo")
    #expect(harness.press(.escape) == .finish([.release]))
  }

  @Test func aReadOnlyScreenPutsNothingBack() throws {
    var harness = DialogHarness(UndoPrompt(try Self.edits()), readOnly: "read-only")
    #expect(harness.press(.enter) == .stay)
    #expect(harness.text.contains("Nothing can be changed: read-only."))
  }

  @Test func oneDoneClosesAtOnce() throws {
    var harness = DialogHarness(
      UndoPrompt(try Self.edits([Case.outcome(Case.postgres, 500, .done)])))
    harness.press(.enter)
    harness.receive(.held([Case.held(Self.postgresNow)]))
    #expect(
      harness.receive(.adjusted([Case.outcome(Self.postgresNow, 0, .done)], undoes: true))
        == .finish([.release]))
  }
}
