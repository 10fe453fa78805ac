import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

struct AppSelectionTests {
  @Test func theCursorFollowsItsProcess() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    #expect(app.pids == [40, 41, 42, 1, 43])
    app.keys(.down)
    #expect(app.selected == 41)
    host.processes[3].score = 1
    try app.take(host, seconds: 1001)
    #expect(app.pids == [40, 42, 1, 41, 43])
    #expect(app.selected == 41)
    app.keys("T")
    #expect(app.selected == 41)
  }

  @Test func onTheFirstLineTheCursorStaysUntilItIsMoved() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    host.processes[3].score = 900
    try app.take(host, seconds: 1001)
    #expect(app.selected == 41)
    app.keys(.down, .up)
    host.processes[3].score = 10
    try app.take(host, seconds: 1002)
    #expect(app.selected == 41)
    app.keys(.home)
    host.processes[3].score = 900
    host.processes[2].score = 10
    try app.take(host, seconds: 1003)
    #expect(app.selection.cursor == 0)
  }

  @Test func theLineIsKeptWhereTheProcessIsGone() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.keys(.down)
    host.processes.remove(at: 3)
    try app.take(host, seconds: 1001)
    #expect(app.selection.cursor == 1)
    #expect(app.selected == nil)
    #expect(app.text.contains("41 java has ended"))
    #expect(app.keys("o").isEmpty, "nobody is acted on")
    #expect(app.dialog == nil)
    app.keys(.down)
    #expect(app.selected == 42)
    #expect(app.selection.cursor == 2, "what went keeps its line until it has been seen")
    for second in 2...UInt64(AbsentLine.lifetime + 1) { try app.take(host, seconds: 1000 + second) }
    #expect(app.selected == 42 && app.selection.cursor == 1)
    #expect(!app.text.contains("has ended"))
  }

  @Test func whatEndsInSightIsMarkedWhereItStood() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.look()
    host.processes.removeAll { [41, 1].contains($0.pid) }
    try app.take(host, seconds: 1001)
    func lines() -> [String] {
      (0..<app.lineCount).map { line in
        app.id(atLine: line).map { "\($0.pid)" }
          ?? app.selection.absent(atLine: line).map { app.text(of: $0) } ?? "?"
      }
    }
    #expect(lines() == ["40", "41 java has ended", "42", "1 systemd has ended", "43"])
    app.look()
    // The next one ends, above and between those.
    host.processes.removeAll { $0.pid == 42 }
    try app.take(host, seconds: 1002)
    #expect(
      lines() == [
        "40", "41 java has ended", "42 java-child has ended", "1 systemd has ended", "43",
      ])
    // The cursor comes to such a line, and nobody is acted on there.
    app.keys(.down)
    #expect(app.selected == nil && app.keys("o").isEmpty && app.dialog == nil)
    app.keys(.end)
    #expect(app.selected == 43)
    for second in 3...UInt64(AbsentLine.lifetime + 2) {
      app.look()
      try app.take(host, seconds: 1000 + second)
      #expect(app.selected == 43)
    }
    #expect(lines() == ["40", "43"])
  }

  @Test func aCursorOnTheLineOfOneThatEndedComesToTheNextAndActsAfterItWasSeen() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.look()
    host.processes.removeAll { $0.pid == 41 }
    try app.take(host, seconds: 1001)
    app.look()
    app.keys(.down)
    for second in 2...UInt64(AbsentLine.lifetime + 2) { try app.take(host, seconds: 1000 + second) }
    #expect(app.selection.cursor == 1 && app.selected == 42)
    host.processes[2].score = 1
    try app.take(host, seconds: 1100)
    #expect(app.selected == 42, "it is followed from then on")
  }

  @Test func theMarksOfManyThatEndTakeAFourthOfTheScreen() throws {
    var host = Self.crowd
    var app = try App.showing(host)
    app.look()
    host.processes.removeAll { $0.pid <= 100 }
    try app.take(host, seconds: 1001)
    #expect(app.selection.absents.count == app.rowsHeight / 4)
    #expect(app.lineCount == 100 + app.selection.absents.count)
  }

  @Test func marksStandBehindAListThatBecameShort() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.look()
    host.processes.removeAll { $0.pid == 1 }
    try app.take(host, seconds: 1001)
    host.processes.removeAll { [41, 42, 43].contains($0.pid) }
    try app.take(host, seconds: 1002)
    #expect((0..<app.lineCount).map { app.id(atLine: $0)?.pid } == [40, nil])
    #expect(app.text.contains("1 systemd has ended"))
  }

  @Test func theMarkOfTheLastOneStandsAlone() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.restrict(to: try Filter("pid=41"), user: nil)
    try app.take(host, seconds: 1001)
    app.look()
    host.processes.removeAll { $0.pid == 41 }
    try app.take(host, seconds: 1002)
    #expect(
      app.screen().lines.contains {
        $0.trimmingCharacters(in: .whitespaces) == "41 java has ended"
      })
    #expect(!app.text.contains("no process"))
    for second in 3...UInt64(AbsentLine.lifetime + 3) { try app.take(host, seconds: 1000 + second) }
    #expect(app.text.contains("no process matches"))
  }

  @Test func whoBeganJustNowLeavesNoMark() throws {
    var host = MadeUpHost.usual
    host.processes.append(.init(99, "sh", start: 99_900, score: 650))
    var app = try App.showing(host)
    app.look()
    #expect(app.pids.contains(99))
    host.processes.removeAll { $0.pid == 99 }
    try app.take(host, seconds: 1001)
    #expect(app.selection.absents.isEmpty)
  }

  @Test func theMarkOfOneThatEndedGoesByItself() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.keys(.down)
    host.processes.remove(at: 3)
    for second in 1...UInt64(AbsentLine.lifetime + 2) {
      #expect(second == 1 || second > UInt64(AbsentLine.lifetime) || app.selected == nil)
      try app.take(host, seconds: 1000 + second)
    }
    #expect(app.selected == 42)
    #expect(app.lineCount == app.list.rows.count)
  }

  @Test func whatEndedWhileAnotherPaneWasShownLeavesNoMark() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.look()
    #expect(app.selected == 40)
    app.keys("5")
    host.processes.removeAll { $0.pid == 40 }
    try app.take(host, seconds: 1001)
    app.keys("1")
    #expect(!app.text.contains("has ended"))
    #expect(app.selected != nil && app.selected != 40)
    try app.take(host, seconds: 1002)
    #expect(!app.text.contains("has ended"))
  }

  @Test func aStrangerUnderTheCursorIsNotActedOnBeforeItWasSeen() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.look()
    #expect(app.selected == 40)
    host.processes[3].score = 900
    try app.take(host, seconds: 1001)
    #expect(app.selected == 41, "the first line follows nobody")
    #expect(app.update(.key("o")) == [.hold([ProcessID(pid: 40, startTime: 1000)])])
  }

  @Test func taggedProcessesThatEndLeaveNobodyToActOn() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.keys(" ")
    host.processes.removeAll { $0.pid == 40 }
    try app.take(host, seconds: 1001)
    #expect(app.text.contains("a tagged process has ended"))
    #expect(app.keys("k").isEmpty)
    #expect(app.dialog == nil)
    #expect(app.text.contains("the tagged processes have ended"))
  }

  @Test func anotherProcessWithTheSamePIDIsNotFollowed() throws {
    var host = MadeUpHost.usual
    var settings = Settings.byScore
    // Sorting by what `stat` tells proves the change with the next sample.
    settings.sort = .state
    var app = try App.showing(host, settings: settings)
    app.keys("N", .down, .down, " ", .up)
    #expect(app.selection.process == ProcessID(pid: 41, startTime: 2000))
    _ = app.sort(by: .state, descending: true)
    host.processes[3] = .init(41, "cron", start: 90_000, score: 1)
    try app.take(host, seconds: 1001)
    #expect(app.selected == nil)
    #expect(app.selection.tags.processes.isEmpty)
    #expect(app.selection.cursor == 2)
    #expect(app.keys("}").isEmpty && app.step == nil)
  }

  private static let moves: [([Key], Int)] = [
    ([.down], 1), ([.down, .down, .up], 1), ([.up], 0), ([.end], 199), ([.end, .down], 199),
    ([.pageDown], 10), ([.pageDown, .pageDown, .pageUp], 10), ([.end, .home], 0),
  ]

  private static let crowd = MadeUpHost(
    (1...200).map { MadeUpHost.Process(Int32($0), score: 1000 - $0) })

  @Test(arguments: moves) func keysMove(_ keys: [Key], _ line: Int) throws {
    var app = try App.showing(Self.crowd, width: 60, height: 14)
    #expect(app.rowsHeight == app.layout.rows.height)
    for key in keys { _ = app.update(.key(key)) }
    let page = app.rowsHeight
    #expect(app.selection.cursor == (line == 10 ? page : line))
    let shown = app.selection.top..<app.selection.top + page
    #expect(shown.contains(app.selection.cursor))
    #expect(app.rowsOnScreen.count == page)
  }

  @Test(arguments: [("jj", 2), ("jjk", 1), ("G", 199), ("Ggg", 0), ("gj", 1), ("gy", 0)])
  func vimKeysMove(_ text: String, _ line: Int) throws {
    var settings = Settings.byScore
    settings.vim = true
    var app = try App.showing(Self.crowd, settings: settings)
    app.write(text)
    #expect(app.selection.cursor == line)
    #expect(app.dialog == nil)
  }

  @Test func tagsStayWithTheirProcesses() throws {
    var host = MadeUpHost.usual
    var app = try App.showing(host)
    app.keys(" ", " ")
    #expect(app.selection.tags.processes.map(\.pid).sorted() == [40, 41])
    #expect(app.text.contains("tagged 2"))
    host.processes.removeAll { $0.pid == 40 }
    try app.take(host, seconds: 1001)
    #expect(app.selection.tags.processes.map(\.pid) == [41])
    app.keys("U")
    #expect(app.selection.tags.processes.isEmpty)
  }

  @Test func aSubtreeIsTaggedWhole() throws {
    var app = try App.showing()
    app.keys("t", .down, .down, "c")
    #expect(app.selected == 41)
    #expect(app.selection.tags.processes.map(\.pid).sorted() == [41, 42])
  }

  @Test func foldingHidesWhatIsBelow() throws {
    var app = try App.showing()
    app.keys("t", .down, .down, "-")
    #expect(app.pids == [1, 40, 41, 43])
    #expect(app.selected == 41)
    #expect(app.text.contains("├─+java"))
    #expect(app.text.contains("2.75G"), "the sum of java and its child")
    app.keys("+")
    #expect(app.pids == [1, 40, 41, 42, 43])
  }
}
