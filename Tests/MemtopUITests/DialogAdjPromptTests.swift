import LinuxKernel
import MemtopCore
import Testing

@testable import MemtopUI

@Suite struct DialogAdjPromptTests {
  typealias Case = DialogCase

  private static let total: UInt64 = 25_165_824_000

  private static func prompt(
    _ rows: [AdjPlan.Row], _ held: [HeldProcess]? = nil, width: Int = 80, height: Int = 24,
    glyphs: Glyphs = .unicode, readOnly: String? = nil
  ) -> DialogHarness<AdjPrompt> {
    var harness = DialogHarness(
      AdjPrompt(rows: rows, totalBytes: total), width, height, glyphs: glyphs, readOnly: readOnly)
    harness.receive(.held(held ?? rows.map { Case.held($0) }))
    return harness
  }

  @Test func waitsUntilTheProcessesAreHeld() {
    var harness = DialogHarness(AdjPrompt(rows: [Case.postgres]))
    #expect(harness.text.contains("Taking hold of the process…"))
    harness.type("500")
    #expect(harness.press(.enter) == .stay)
    #expect(harness.press(.escape) == .finish([.release]))
  }

  /// Keys typed, and the new value of a process that has 0.
  static let typed: [([Key], Int32)] = [
    ([.character("5")], 5),
    ([.character("-"), .character("7")], -7),
    ([.character("1"), .character("0"), .backspace], 1),
    ([.up], 10), ([.down, .down], -20), ([.pageUp], 100), ([.pageDown, .up], -90),
    ([.character("5"), .character("0"), .character("0"), .down], 490),
    ([.up, .character("7")], 7),
    ([.pageUp, .backspace], 10),
    (Array(repeating: .pageUp, count: 12), 1000),
    (Array(repeating: .pageDown, count: 12), -1000),
  ]

  @Test(arguments: typed) func keysMakeTheNewValue(keys: [Key], value: Int32) {
    var harness = Self.prompt([Case.postgres])
    harness.press(keys)
    #expect(harness.press(.enter) == .act([.carryOut(.adj([Case.edit(Case.postgres, value)]))]))
  }

  @Test(arguments: ["1001", "-1001", "99999", "5000", "9999999"])
  func aNumberOutOfRangeIsNamedAndNotApplied(text: String) {
    var harness = Self.prompt([Case.postgres])
    harness.type(text)
    #expect(harness.press(.enter) == .stay)
    #expect(harness.text.contains("\(text) is not from -1000 to 1000."))
    #expect(!harness.text.contains("→"))
  }

  @Test func anEmptyInputAsksForANumber() {
    var harness = Self.prompt([Case.postgres])
    for keys: [Key] in [[.character("-")], [.backspace], [.delete]] {
      harness.press(keys)
      #expect(harness.press(.enter) == .stay)
      #expect(harness.text.contains("Type one from -1000 to 1000."))
    }
  }

  @Test(arguments: ["1e3", "12x", "10-", "0x10", " 5"])
  func aLetterIsRefusedAndNotDropped(_ text: String) {
    var harness = Self.prompt([Case.postgres])
    harness.type(text)
    #expect(harness.press(.enter) == .stay)
    #expect(harness.text.contains("is no whole number"))
  }

  @Test func rowsWithOneValueAreSetTogether() {
    let twin = AdjPlan.Row(process: Case.id(5000), name: "twin", adj: 0)
    var harness = Self.prompt([Case.postgres, twin])
    harness.press(.up)
    #expect(
      harness.press(.enter)
        == .act([.carryOut(.adj([Case.edit(Case.postgres, 10), Case.edit(twin, 10)]))]))
  }

  @Test func aNudgeShiftsRowsThatDiffer() {
    var harness = Self.prompt([Case.postgres, Case.java])
    harness.press(.pageUp, .down)
    #expect(harness.text.contains("Shift all by +90"))
    #expect(
      harness.press(.enter)
        == .act([.carryOut(.adj([Case.edit(Case.postgres, 90), Case.edit(Case.java, 290)]))]))
  }

  @Test func aTypedNumberSetsRowsThatDifferAndSGoesBackToShifting() {
    var harness = Self.prompt([Case.postgres, Case.java])
    harness.type("7")
    #expect(harness.box.edits.map(\.new) == [7, 7])
    harness.type("s")
    harness.press(.up)
    #expect(harness.box.edits.map(\.new) == [10, 210])
    harness.press(.tab)
    #expect(harness.box.edits.map(\.new) == [0, 0])
  }

  @Test func aProcessThatIsGoneIsLeftOut() {
    var harness = Self.prompt(
      [Case.postgres, Case.java], [Case.held(Case.postgres), Case.held(Case.java, isThere: false)])
    harness.type("300")
    #expect(harness.text.contains("has ended, left out"))
    #expect(harness.press(.enter) == .act([.carryOut(.adj([Case.edit(Case.postgres, 300)]))]))
  }

  @Test func aProcessThatWasNotAnsweredForIsGone() {
    var harness = Self.prompt([Case.postgres, Case.java], [Case.held(Case.java)])
    harness.type("300")
    #expect(harness.press(.enter) == .act([.carryOut(.adj([Case.edit(Case.java, 300)]))]))
  }

  @Test func nobodyLeftEndsIt() {
    var harness = Self.prompt([Case.postgres], [Case.held(Case.postgres, isThere: false)])
    harness.type("300")
    #expect(harness.text.contains("Nothing is left to change."))
    #expect(harness.press(.enter) == .finish([.release]))
  }

  @Test func theValueFoundWhenItWasHeldCounts() {
    let older = AdjPlan.Row(process: Case.postgres.process, name: "postgres", adj: 50)
    var harness = Self.prompt([older], [Case.held(Case.postgres)])
    harness.press(.up)
    #expect(harness.press(.enter) == .act([.carryOut(.adj([Case.edit(Case.postgres, 10)]))]))
  }

  @Test func anUnknownValueIsSetButNotShifted() {
    let unread = AdjPlan.Row(process: Case.id(77), name: "unread", adj: nil)
    var harness = Self.prompt([Case.postgres, unread, Case.java])
    harness.press(.up)
    #expect(harness.text.contains("value unknown, left out"))
    #expect(harness.box.edits.map(\.process) == [Case.postgres.process, Case.java.process])
    harness.type("5")
    #expect(harness.box.edits.count == 3)
  }

  @Test func whatChangesNothingSaysSoAndEnds() {
    var harness = Self.prompt([Case.postgres])
    #expect(harness.text.contains("Nothing to change"))
    #expect(harness.press(.enter) == .finish([.release]))
  }

  @Test func aReadOnlyScreenAppliesNothing() {
    var harness = Self.prompt([Case.postgres], readOnly: "memtop runs with --read-only")
    harness.type("5")
    #expect(harness.press(.enter) == .stay)
    #expect(harness.text.contains("Nothing can be changed: memtop runs with --read-only."))
  }

  @Test func oneRowDoneClosesAtOnce() {
    var harness = Self.prompt([Case.postgres])
    harness.type("5")
    harness.press(.enter)
    #expect(
      harness.receive(.adjusted([Case.outcome(Case.postgres, 5, .done)])) == .finish([.release]))
  }

  @Test func aRefusalStaysUntilItWasRead() {
    var harness = Self.prompt([Case.postgres])
    harness.type("-5")
    harness.press(.enter)
    let refused = Case.outcome(Case.postgres, -5, .refused(.notTaken(13)))
    #expect(harness.receive(.adjusted([refused])) == .stay)
    #expect(harness.text.contains("Permission denied (EACCES)"))
    #expect(harness.press(.character("x")) == .finish([.release]))
  }

  @Test func everyRowHasItsResult() {
    let rows = [Case.postgres, Case.java, Case.sshd]
    var harness = Self.prompt(
      rows,
      [Case.held(Case.postgres), Case.held(Case.java), Case.held(Case.sshd, isThere: false)])
    harness.type("300")
    harness.press(.enter)
    let outcomes = [
      Case.outcome(Case.postgres, 300, .done), Case.outcome(Case.java, 300, .gone),
    ]
    #expect(harness.receive(.adjusted(outcomes)) == .stay)
    for line in ["0 → 300 done", "9917 java: gone", "812 sshd: gone"] {
      #expect(harness.text.contains(line))
    }
    #expect(harness.press(.enter) == .finish([.release]))
  }

  static let meanings: [(AdjPlan, UInt64?, String)] = [
    (.set(0), total, "0: only its size counts."),
    (.set(500), total, "+500 counts like 11.7G more of memory."),
    (.set(-300), total, "-300 counts like 7.03G less of memory."),
    (.set(-1000), total, "-1000: the kernel never kills it."),
    (.set(1000), .max, "+1000 counts like 16.0E more of memory."),
    (.set(500), nil, "+500 counts like 50.0 % of the total more of memory."),
    (.shift(-100), total, "-100 counts like 2.34G less than now, for each."),
    (.set(1), 999, "+1 counts like 0 more of memory."),
  ]

  @Test(arguments: meanings)
  func aValueIsSaidInMemory(plan: AdjPlan, total: UInt64?, text: String) {
    #expect(AdjMeaning.text(plan, total: total, unit: .auto) == text)
  }

  @Test func warningsAreSentences() {
    let other = MemorySharers.Other(process: Case.id(4122), name: "helper")
    var harness = Self.prompt(
      [Case.postgres, Case.java],
      [
        Case.held(Case.postgres, sharers: MemorySharers(others: [other])),
        Case.held(Case.java, owner: 33),
      ])
    harness.type("-5")
    expectGoldenWithRoles(harness.surface, "dialog-adj-warnings")
  }

  @Test func screens() {
    var one = Self.prompt([Case.postgres], [Case.held(Case.postgres, rights: Case.root)])
    one.type("500")
    expectGolden(one.surface, "dialog-adj-one")
    var ascii = Self.prompt([Case.postgres, Case.java, Case.sshd], glyphs: .ascii)
    ascii.press(.pageUp)
    expectGolden(ascii.surface, "dialog-adj-shift-ascii")
    var tiny = Self.prompt([Case.postgres, Case.java], width: 20, height: 5)
    tiny.type("-500")
    expectGolden(tiny.surface, "dialog-adj-tiny")
  }

  @Test func manyRowsScrollAndTheWarningsStay() {
    let rows = (1...100).map {
      AdjPlan.Row(process: Case.id(Int32($0)), name: "worker\($0)", adj: 0)
    }
    var harness = Self.prompt(rows)
    harness.type("-5")
    #expect(harness.text.contains("more below"))
    #expect(harness.text.contains("worker1 "))
    #expect(!harness.text.contains("worker100"))
    #expect(harness.text.contains("Will most likely be refused"))
    harness.press(.end)
    #expect(harness.text.contains("worker100"))
    #expect(harness.text.contains("Will most likely be refused"))
    harness.press(.left)
    #expect(!harness.text.contains("worker100"))
    #expect(harness.box.edits.count == 100)
  }
}
