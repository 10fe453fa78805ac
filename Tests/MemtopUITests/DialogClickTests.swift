import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// The rows of a dialog can be clicked.
struct DialogClickTests {
  /// The last cell of the text in the lowest line that has it.
  private func place(of text: String, in app: App) throws -> Point {
    let y = try #require(app.screen().lines.lastIndex { $0.contains(text) }, "\(text)")
    let line = app.screen().lines[y]
    let x =
      line.distance(
        from: line.startIndex, to: try #require(line.firstRange(of: text)).upperBound) - 1
    return Point(x: x, y: y)
  }

  private func click(_ text: String, _ app: inout App) throws {
    app.look()
    _ = app.update(.mouse(Mouse(.press, at: try place(of: text, in: app))))
  }

  @Test func aClickGoesThereAndASecondChooses() throws {
    var app = try App.showing()
    app.keys(.function(6))
    try click("│ VIRT", &app)
    #expect(app.dialog is SortMenu)
    try click("│ VIRT", &app)
    #expect(app.dialog == nil && app.settings.sort == .virt)

    app.keys(":")
    app.write("interv")
    try click("Interval", &app)
    #expect(app.dialog is IntervalPrompt)
  }

  @Test func aSignalIsChosenAndStillAskedFor() throws {
    var app = try App.showing()
    app.keys(.function(9))
    try click("SIGSTOP", &app)
    try click("SIGSTOP", &app)
    #expect(app.text.contains("Send SIGSTOP to"))
    let before = app.text
    let effects = app.update(.mouse(Mouse(.press, at: try place(of: "Send SIGSTOP", in: app))))
    #expect(effects.isEmpty && app.text == before)
  }

  @Test func inTheSetupASecondClickChanges() throws {
    var app = try App.showing(height: 60)
    app.keys(.function(2))
    try click("] USER", &app)
    #expect(app.text.contains("[x] USER"))
    try click("] USER", &app)
    #expect(app.dialog is SetupDialog && app.text.contains("[ ] USER"))
  }

  /// The frame, the head, the foot and what is outside mean nothing.
  @Test func nothingElseInADialogIsClicked() throws {
    var app = try App.showing()
    app.keys(.function(6))
    let before = app.text
    for y in 0..<app.height - 1 {
      _ = app.update(.mouse(Mouse(.press, at: Point(x: 0, y: y))))
    }
    _ = app.update(.mouse(Mouse(.press, at: try place(of: " Sort by ", in: app))))
    #expect(app.text == before)
  }

  /// Scrolled, a row is still the entry that is drawn in it.
  @Test func scrolledRowsAreWhatTheyShow() throws {
    var app = try App.showing(height: 16)
    app.keys(.function(6), .end)
    let menu = try #require(app.dialog as? SortMenu)
    let last = try #require(Field.all.dropLast().last)
    #expect(menu.field == Field.all.last)
    try click("│ " + last.title + "   ", &app)
    #expect((app.dialog as? SortMenu)?.field == last)
  }
}
