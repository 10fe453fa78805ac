import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

struct AppStepTests {
  private static let postgres = ProcessID(pid: 40, startTime: 1000)
  private static let java = ProcessID(pid: 41, startTime: 2000)

  private static func held(
    _ process: ProcessID, adj: Int32? = 0, isThere: Bool = true, canLower: Bool = false
  ) -> HeldProcess {
    HeldProcess(
      process: process, name: process == java ? "java" : "postgres", isThere: isThere, adj: adj,
      owner: 1000, sharers: MemorySharers(),
      rights: AdjRights(canLower: canLower, overridesOwners: true, user: 0))
  }

  @Test func aStepIsPreviewedAndAppliedByEnter() throws {
    var app = try App.showing()
    #expect(app.keys("(") == [.hold([Self.postgres])])
    #expect(app.text.contains("0→-10"))
    #expect(app.keys("(", "{", ")").isEmpty)
    #expect(app.text.contains("0→-110"))
    #expect(app.update(.held([Self.held(Self.postgres, adj: 300)])).isEmpty)
    #expect(app.text.contains("300→190"))
    let edit = AdjEdit(process: Self.postgres, name: "postgres", old: 300, new: 190)
    #expect(app.keys(.enter) == [.carryOut(.adj([edit]))])
    let done = AdjOutcome(edit: edit, before: 300, result: .done)
    #expect(app.update(.adjusted([done])) == [.release, .sampleNow])
    #expect(app.step == nil)
    #expect(app.text.contains("40 postgres: 300 → 190 done"))
    #expect(app.acts.undoEdits?.first?.new == 300)
  }

  @Test func escapeDropsTheStep() throws {
    var app = try App.showing()
    app.keys("}")
    #expect(app.text.contains("0→100"))
    #expect(app.keys(.escape) == [.release])
    #expect(app.step == nil)
    #expect(!app.text.contains("0→100"))
  }

  @Test func enterBeforeTheAnswerAppliesWithTheAnswer() throws {
    var app = try App.showing()
    app.keys(")")
    #expect(app.keys(.enter).isEmpty)
    #expect(
      app.update(.held([Self.held(Self.postgres)])) == [
        .carryOut(.adj([AdjEdit(process: Self.postgres, name: "postgres", old: 0, new: 10)]))
      ])
  }

  @Test func anAnswerThatIsNotWhatWasSeenIsAskedAboutAgain() throws {
    var app = try App.showing()
    app.keys(")")
    #expect(app.keys(.enter).isEmpty)
    #expect(app.update(.held([Self.held(Self.postgres, adj: 5)])).isEmpty)
    #expect(app.text.contains("press Enter again"))
    #expect(
      app.keys(.enter) == [
        .carryOut(.adj([AdjEdit(process: Self.postgres, name: "postgres", old: 5, new: 15)]))
      ])
  }

  @Test func enterInOneBurstWithWhatItConfirmsConfirmsNothing() throws {
    var app = try App.showing()
    #expect(app.burst("}", .enter) == [.hold([Self.postgres])])
    #expect(app.step != nil)
    #expect(app.text.contains("press it again"))
    app.keys(.escape)
    _ = app.burst("k", .enter, .enter)
    #expect((app.dialog as? SignalMenu)?.isArmed == true)
    app.keys(.escape, .escape)
    _ = app.burst("o", "5")
    _ = app.update(.held([Self.held(Self.postgres)]))
    #expect(app.burst("7", .enter).isEmpty)
    #expect(app.dialog is AdjPrompt)
  }

  @Test func pastedTextIsNoCommand() throws {
    var app = try App.showing()
    app.look()
    #expect(app.update(.paste("k\n\n")).isEmpty)
    #expect(app.dialog == nil)
    #expect(app.text.contains("pasted text"))
    app.keys("/")
    _ = app.update(.paste("ja\nva\u{1b}\n"))
    #expect(app.input?.text == "java")
    app.keys(.escape, "o")
    _ = app.update(.held([Self.held(Self.postgres)]))
    _ = app.update(.paste("12\n"))
    #expect((app.dialog as? AdjPrompt)?.edits.map(\.new) == [12])
  }

  @Test func aStepInVictimsKeepsTheCursorOnItsProcess() throws {
    var app = try App.showing()
    app.keys("2")
    try app.take(MadeUpHost.usual, seconds: 1001)
    app.keys(.down)
    let process = try #require(app.id(atLine: app.selection.cursor))
    for _ in 0..<12 {
      app.keys("}")
      #expect(app.id(atLine: app.selection.cursor) == process)
      #expect(app.step?.rows.map(\.process) == [process])
    }
    for _ in 0..<30 { app.keys("{") }
    #expect(app.step?.rows.map(\.process) == [process])
    #expect(app.keys("k").isEmpty, "a preview waits")
    #expect(app.text.contains("Enter writes it, Esc drops it"))
    #expect(app.keys("q") == [.release])
    #expect(app.keys("q") == [.quit])
  }

  @Test func stepsOfSeveralProcessesAddUp() throws {
    var app = try App.showing()
    app.keys(")", .down)
    #expect(app.keys("(", "(") == [.hold([Self.postgres, Self.java])])
    _ = app.update(.held([Self.held(Self.postgres, adj: 5), Self.held(Self.java, adj: 100)]))
    #expect(app.text.contains("5→15") && app.text.contains("100→80"))
    #expect(
      app.keys(.enter) == [
        .carryOut(
          .adj([
            AdjEdit(process: Self.postgres, name: "postgres", old: 5, new: 15),
            AdjEdit(process: Self.java, name: "java", old: 100, new: 80),
          ]))
      ])
  }

  @Test func theKillOrderIsForetold() throws {
    var app = try App.showing()
    app.keys("}")
    _ = app.update(.held([Self.held(Self.postgres)]))
    #expect(app.text.contains("kill rank 2 → 1 of 4"))
    #expect(app.text.contains("2→1"), "on its row")
    #expect(app.text.contains("1→2"), "on the row of who is passed")
    app.keys("2")
    #expect(app.row(atLine: 0).map { app.model.processes.rows[$0].pid } == 40)
    #expect(app.text.contains("preview of 1 edit"))
    app.keys(.escape)
    #expect(app.row(atLine: 0).map { app.model.processes.rows[$0].pid } == 41)
  }

  @Test func thePromptShowsBothOrders() throws {
    var app = try App.showing()
    app.keys("o")
    _ = app.update(.held([Self.held(Self.postgres, canLower: true)]))
    app.write("500")
    #expect(app.text.contains("kill rank 2 → 1 of 4"))
    #expect(app.text.contains("now") && app.text.contains("then"))
    app.write("")
    app.keys(.control("u"))
    app.write("-1000")
    #expect(app.text.contains("kill rank 2 → never of 3"))
  }

  @Test func aRankIsGivenByTheSmallestChange() throws {
    var app = try App.showing()
    #expect(app.keys("r").contains(.hold([Self.postgres])))
    _ = app.update(.held([Self.held(Self.postgres, canLower: true)]))
    app.keys("1")
    #expect(app.text.contains("sacrifices"))
    app.keys(.enter)
    let new = try #require(app.step?.edits.first?.new)
    #expect(app.text.contains("2→1"))
    let kill = try #require(app.model.kill)
    let less = kill.after([Self.postgres: new - 1])
    #expect(less.rank(Self.postgres, in: less.host) == 2, "one less would not do")
    app.keys(.escape, "r")
    _ = app.update(.held([Self.held(Self.postgres, canLower: true)]))
    app.keys("n", .enter)
    #expect(app.step?.edits.first?.new == -1000)
  }

  @Test func aRankThatNeedsMoreRightsIsSaidSo() throws {
    var app = try App.showing()
    app.keys("r")
    _ = app.update(.held([Self.held(Self.postgres)]))
    app.keys("4")
    #expect(app.text.contains("CAP_SYS_RESOURCE"))
    #expect(app.keys(.enter).isEmpty && app.step == nil)
  }

  @Test func taggedProcessesMoveTogether() throws {
    var app = try App.showing()
    app.keys(" ", " ")
    #expect(app.keys("(") == [.hold([Self.postgres, Self.java])])
    _ = app.update(.held([Self.held(Self.postgres, adj: 50), Self.held(Self.java, adj: -995)]))
    let edits = [
      AdjEdit(process: Self.postgres, name: "postgres", old: 50, new: 40),
      AdjEdit(process: Self.java, name: "java", old: -995, new: -1000),
    ]
    #expect(app.keys(.enter) == [.carryOut(.adj(edits))])
    let outcomes = [
      AdjOutcome(edit: edits[0], before: 50, result: .done),
      AdjOutcome(edit: edits[1], before: -995, result: .refused(.notTaken(13))),
    ]
    _ = app.update(.adjusted(outcomes))
    #expect(app.dialog is OutcomeDialog)
    #expect(app.text.contains("Permission denied"))
    #expect(app.acts.undoEdits?.count == 1)
  }

  /// A dialog that says what came of an act is enough.
  @Test(arguments: ["(", "o"] as [Key]) func aRefusalIsToldOnce(_ key: Key) throws {
    var app = try App.showing()
    app.keys(key)
    _ = app.update(.held([Self.held(Self.postgres)]))
    if key == "o" { app.write("-5") }
    let effects = app.keys(.enter)
    guard case .carryOut(.adj(let edits, _))? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    let refused = AdjOutcome(edit: edits[0], before: 0, result: .refused(.notTaken(13)))
    _ = app.update(.adjusted([refused]))
    #expect(app.text.split(separator: "refused").count == 2)
  }

  @Test func goneProcessesAreLeftOut() throws {
    var app = try App.showing()
    app.keys(" ", " ", "(")
    _ = app.update(.held([Self.held(Self.postgres), Self.held(Self.java, isThere: false)]))
    #expect(app.step?.rows.map(\.process) == [Self.postgres])
    #expect(app.text.contains("gone"))
    app.keys(.escape, "U", .home, "(")
    #expect(app.update(.held([Self.held(Self.postgres, isThere: false)])) == [.release])
    #expect(app.step == nil)
  }

  @Test func warnsBeforeItIsApplied() throws {
    var app = try App.showing()
    app.keys("(")
    _ = app.update(.held([Self.held(Self.postgres)]))
    #expect(app.text.contains("below 0 needs CAP_SYS_RESOURCE"))
  }

  @Test func nothingIsWrittenWhereNothingChanges() throws {
    var app = try App.showing()
    app.keys("(", ")")
    _ = app.update(.held([Self.held(Self.postgres)]))
    #expect(app.keys(.enter) == [.release])
  }

  @Test func thePromptTakesHoldAndReportsThroughTheApp() throws {
    var app = try App.showing()
    #expect(app.keys("o") == [.hold([Self.postgres])])
    #expect(app.dialog is AdjPrompt)
    _ = app.update(.held([Self.held(Self.postgres)]))
    let effects = app.write("500") + app.keys(.enter)
    let edit = AdjEdit(process: Self.postgres, name: "postgres", old: 0, new: 500)
    #expect(effects == [.carryOut(.adj([edit]))])
    let after = app.update(.adjusted([AdjOutcome(edit: edit, before: 0, result: .done)]))
    #expect(Set(after.map { "\($0)" }) == ["release", "sampleNow"])
    #expect(app.dialog == nil)
    #expect(app.text.contains("40 postgres: 0 → 500 done"))

    #expect(app.keys("z") == [.hold([Self.postgres])])
    _ = app.update(.held([Self.held(Self.postgres, adj: 500)]))
    let back = AdjEdit(process: Self.postgres, name: "postgres", old: 500, new: 0)
    #expect(app.keys(.enter) == [.carryOut(.adj([back], undoes: true))])
    _ = app.update(
      .adjusted([AdjOutcome(edit: back, before: 500, result: .done)], undoes: true))
    #expect(app.acts.undo == nil)
    app.keys("z")
    #expect(app.text.contains("nothing is left to put back"))
  }

  @Test func noPromptDropsAPreviewUnasked() throws {
    var app = try App.showing()
    app.keys("(")
    for key: Key in ["o", "r", "k", "z"] {
      #expect(app.keys(key).isEmpty)
      #expect(app.step != nil && app.dialog == nil)
      #expect(app.text.contains("Enter writes it, Esc drops it"))
    }
  }

  @Test func whatIsPausedShowsWhatWasWritten() throws {
    var app = try App.showing()
    app.keys("p", "}")
    _ = app.update(.held([Self.held(Self.postgres)]))
    let edit = AdjEdit(process: Self.postgres, name: "postgres", old: 0, new: 100)
    #expect(app.keys(.enter) == [.carryOut(.adj([edit]))])
    _ = app.update(.adjusted([AdjOutcome(edit: edit, before: 0, result: .done)]))
    let row = try #require(app.model.processes.index(of: Self.postgres))
    #expect(app.model.processes.rows[row].oomScoreAdj == 100)
  }

  @Test func anOpenPromptNoticesWhatHappensToItsProcess() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.keys("o")
    _ = app.update(.held([Self.held(Self.postgres)]))
    app.write("300")
    host.processes[2].adj = 50
    try app.take(host, seconds: 1001)
    #expect(app.text.contains("Somebody else set 40 from 0 to 50 meanwhile"))
    #expect(app.update(.key(.enter)).isEmpty, "it was not on the screen yet")
    #expect(
      app.keys(.enter) == [
        .carryOut(.adj([AdjEdit(process: Self.postgres, name: "postgres", old: 50, new: 300)]))
      ])
    app = try App.showing(host)
    app.keys("o")
    _ = app.update(.held([Self.held(Self.postgres)]))
    app.write("300")
    host.processes.remove(at: 2)
    try app.take(host, seconds: 1001)
    #expect(app.text.contains("has ended, left out"))
    #expect(app.keys(.enter) == [.release])
  }

  @Test func signalsGoToTheProcessThatWasNamed() throws {
    var app = try App.showing()
    #expect(app.keys("k") == [.hold([Self.postgres])])
    _ = app.update(.held([Self.held(Self.postgres)]))
    #expect(app.keys(.enter).isEmpty, "the first Enter asks once more")
    #expect(app.text.contains("40 postgres"))
    let term = SignalChoice.all[0]
    #expect(app.keys(.enter) == [.carryOut(.signal([Self.postgres], term))])
    let sent = SignalOutcome(
      process: Self.postgres, name: "postgres", signal: term, result: .sent)
    _ = app.update(.signalled([sent]))
    #expect(app.text.contains("SIGTERM sent"))
  }
}
