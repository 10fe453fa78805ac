import LinuxKernel
import MemtopCore
import Testing

@testable import MemtopUI

@Suite struct DialogSignalMenuTests {
  typealias Case = DialogCase

  private static let one = [(Case.postgres.process, "postgres")]
  private static let two = one + [(Case.java.process, "java")]

  private static func signal(_ name: String) -> SignalChoice? {
    SignalChoice.all.first { $0.name == name }
  }

  /// Keys in the menu, and the signal they lead to.
  static let jumps: [([Key], String)] = [
    ([], "SIGTERM"), ([.down], "SIGKILL"), ([.down, .up], "SIGTERM"), ([.up], "SIGTERM"),
    ([.character("9")], "SIGKILL"), ([.character("1")], "SIGHUP"),
    ([.character("1"), .character("5")], "SIGTERM"),
    ([.character("1"), .character("2")], "SIGUSR2"),
    ([.character("9"), .character("2")], "SIGINT"), ([.character("k")], "SIGKILL"),
    ([.character("H")], "SIGHUP"), ([.character("u"), .character("u")], "SIGUSR2"),
    ([.character("u"), .character("u"), .character("u")], "SIGUSR1"),
    ([.character("y")], "SIGTERM"), ([.end], "SIGWINCH"), ([.pageDown, .home], "SIGTERM"),
  ]

  @Test(arguments: jumps) func keysChoose(keys: [Key], name: String) {
    var harness = DialogHarness(SignalMenu(processes: Self.one))
    harness.press(keys)
    #expect(harness.box.choice.name == name)
  }

  @Test func sendsOnlyAfterAConfirmationWithNameAndPid() throws {
    let kill = try #require(Self.signal("SIGKILL"))
    var harness = DialogHarness(SignalMenu(processes: Self.one))
    harness.type("9")
    #expect(harness.press(.enter) == .stay)
    #expect(harness.text.contains("Send SIGKILL to 4121 postgres?"))
    #expect(harness.press(.enter) == .act([.hold([Case.postgres.process])]))
    #expect(
      harness.receive(.held([Case.held(Case.postgres)]))
        == .act([.carryOut(.signal([Case.postgres.process], kill))]))
    #expect(
      harness.receive(.signalled([Self.outcome(Case.postgres, kill, .sent)]))
        == .finish([.release]))
  }

  private static func outcome(
    _ row: AdjPlan.Row, _ signal: SignalChoice, _ result: SignalOutcome.Result
  ) -> SignalOutcome {
    SignalOutcome(process: row.process, name: row.name, signal: signal, result: result)
  }

  @Test(arguments: [
    ([SignalOutcome.Result.refused(1)], ["4121 postgres: SIGTERM refused: Operation not"]),
    ([.gone], ["4121 postgres: gone, nothing was sent"]),
    ([.sent, .gone], ["4121 postgres: SIGTERM sent", "9917 java: gone"]),
  ]) func otherOutcomesStayUntilTheyWereRead(results: [SignalOutcome.Result], lines: [String])
    throws
  {
    let term = try #require(Self.signal("SIGTERM"))
    let rows = Array([Case.postgres, Case.java].prefix(results.count))
    var harness = DialogHarness(SignalMenu(processes: rows.map { ($0.process, $0.name) }))
    harness.receive(.held(rows.map { Case.held($0) }))
    harness.press(.enter, .enter)
    let outcomes = zip(rows, results).map { Self.outcome($0, term, $1) }
    #expect(harness.receive(.signalled(outcomes)) == .stay)
    for line in lines { #expect(harness.text.contains(line)) }
    #expect(harness.press(.enter) == .finish([.release]))
  }

  @Test func escapeGoesBackAndThenOut() {
    var harness = DialogHarness(SignalMenu(processes: Self.one))
    harness.press(.enter)
    #expect(harness.press(.escape) == .stay)
    #expect(harness.text.contains("SIGKILL"))
    #expect(harness.press(.escape) == .finish([.release]))
  }

  @Test func heldBeforehandItSendsAtOnce() throws {
    let term = try #require(Self.signal("SIGTERM"))
    var harness = DialogHarness(SignalMenu(processes: Self.two))
    harness.receive(.held([Case.held(Case.postgres), Case.held(Case.java)]))
    harness.press(.enter)
    #expect(
      harness.press(.enter)
        == .act([.carryOut(.signal([Case.postgres.process, Case.java.process], term))]))
  }

  @Test func whoIsGoneIsSaidBeforeAnythingIsSent() throws {
    let term = try #require(Self.signal("SIGTERM"))
    var harness = DialogHarness(SignalMenu(processes: Self.two))
    harness.press(.enter, .enter)
    #expect(harness.receive(.held([Case.held(Case.java)])) == .stay)
    expectGolden(harness.surface, "dialog-signal-gone")
    #expect(harness.press(.enter) == .act([.carryOut(.signal([Case.java.process], term))]))
  }

  @Test func nobodyLeftSendsNothing() {
    var harness = DialogHarness(SignalMenu(processes: Self.one))
    harness.press(.enter, .enter)
    #expect(harness.receive(.held([])) == .stay)
    #expect(harness.text.contains("Nobody is left to send it to."))
    #expect(harness.press(.enter) == .finish([.release]))
  }

  @Test func aReadOnlyScreenSendsNothing() {
    var harness = DialogHarness(SignalMenu(processes: Self.one), readOnly: "read-only")
    harness.press(.enter)
    #expect(harness.press(.enter) == .stay)
    #expect(harness.text.contains("Nothing can be sent: read-only."))
  }

  @Test func screens() {
    var harness = DialogHarness(SignalMenu(processes: Self.two))
    expectGolden(harness.surface, "dialog-signal")
    harness.press(.down, .enter)
    expectGolden(harness.surface, "dialog-signal-confirm")
    let tiny = DialogHarness(SignalMenu(processes: Self.one), 20, 5)
    expectGolden(tiny.surface, "dialog-signal-tiny")
  }

  @Test func withViKeysJAndKMove() {
    var vi = Settings.byScore
    vi.vim = true
    var harness = DialogHarness(SignalMenu(processes: Self.one), settings: vi)
    harness.type("jjk")
    #expect(harness.box.choice.name == "SIGKILL")
  }
}
