import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

struct AppOrderTests {
  /// Keys, and the order of the usual host's processes after them.
  private static let orders: [(String, [Int32])] = [
    ("M", [41, 40, 42, 1, 43]), ("V", [41, 40, 42, 1, 43]), ("S", [41, 40, 42, 1, 43]),
    ("MI", [43, 1, 42, 40, 41]), ("N", [1, 40, 41, 42, 43]), ("NI", [43, 42, 41, 40, 1]),
    ("T", [43, 42, 41, 40, 1]), ("NO", [40, 41, 42, 1, 43]), ("K", [40, 41, 42, 1, 43, 2]),
    (">", [1, 40, 41, 42, 43]), (">>", [41, 40, 42, 1, 43]), ("<<<", [1, 40, 41, 42, 43]),
  ]

  @Test(arguments: orders) func sorts(_ text: String, _ pids: [Int32]) throws {
    var app = try App.showing()
    app.write(text)
    #expect(app.pids == pids || text == ">")
    if text == ">" { #expect(app.settings.sort == .oomScoreAdj) }
  }

  @Test func aSampleIsTakenWhereFilesAreMissing() throws {
    var app = try App.showing(settings: .withoutKillRank)
    #expect(app.write("M").isEmpty, "statm was read for every process")
    let effects = app.sort(by: .swap)
    #expect(effects == [.sampleNow])
    #expect(app.plan.all.contains(.status))
  }

  @Test func noSampleIsTakenWhilePaused() throws {
    var app = try App.showing(settings: .withoutKillRank)
    #expect(app.keys("p") == [.reschedule])
    #expect(app.isPaused)
    #expect(app.text.contains("paused"))
    #expect(app.sort(by: .swap).isEmpty)
    #expect(app.text.contains("not read yet"))
    #expect(app.keys("Z") == [.reschedule])
    #expect(!app.isPaused)
  }

  @Test func aSizeThatDoesNotShowAColumnDoesNotReadIt() throws {
    let wide = try App.showing(width: 120)
    let narrow = try App.showing(width: 40)
    #expect(wide.plan.visible.contains(.status))
    #expect(wide.plan.followsGrowth)
    #expect(!narrow.plan.visible.contains(.status))
    #expect(!narrow.plan.followsGrowth)
  }

  @Test func oneUserIsShownAlone() throws {
    var app = try App.showing()
    app.keys("u")
    #expect(app.dialog is UserMenu)
    app.keys(.down, .enter)
    #expect(app.user == 0)
    #expect(app.pids == [1, 43])
    #expect(app.text.contains("user: 0"))
  }

  @Test func commandLinesTakeThePlaceOfNames() throws {
    var app = try App.showing()
    #expect(!app.text.contains("--config"))
    app.keys("P")
    try app.take(.usual, seconds: 1001)
    #expect(app.text.contains(" java --config /etc/java"))
    app.keys("P")
    #expect(!app.text.contains("--config"))
  }

  @Test func headingsSortWhereTheyAreClicked() throws {
    var app = try App.showing()
    let header = app.layout.header.y
    let column = try #require(app.table.columns.first { $0.field == .rss })
    let at = Point(x: column.x + column.width - 1, y: header)
    _ = app.update(.mouse(Mouse(.press, at: at)))
    #expect(app.settings.sort == .rss && app.settings.isDescending)
    _ = app.update(.mouse(Mouse(.press, at: at)))
    #expect(app.settings.sort == .rss && !app.settings.isDescending)
  }

  @Test func clicksSelectAndTheWheelMoves() throws {
    var app = try App.showing()
    let row = Point(x: 20, y: app.layout.rows.y + 2)
    _ = app.update(.mouse(Mouse(.press, at: row)))
    #expect(app.selected == 42)
    _ = app.update(.mouse(Mouse(.wheelDown, at: row)))
    #expect(app.selection.cursor == 4)
    _ = app.update(.mouse(Mouse(.wheelUp, at: row)))
    #expect(app.selection.cursor == 1)
    let below = Point(x: 20, y: app.layout.rows.y + 9)
    _ = app.update(.mouse(Mouse(.press, at: below)))
    #expect(app.selection.cursor == 1)
  }

  @Test func theBarCanBeClicked() throws {
    var app = try App.showing()
    let bar = app.layout.bar
    let tree = try #require(app.bar.placed(width: bar.width).first { $0.item.label == "Tree" })
    _ = app.update(.mouse(Mouse(.press, at: Point(x: tree.x + 1, y: bar.y))))
    #expect(app.settings.isTree)
    let help = try #require(app.bar.placed(width: bar.width).first { $0.item.label == "Help" })
    _ = app.update(.mouse(Mouse(.press, at: Point(x: help.x, y: bar.y))))
    #expect(app.dialog is HelpDialog)
    let close = try #require(app.bar.placed(width: bar.width).first { $0.item.label == "Close" })
    _ = app.update(.mouse(Mouse(.press, at: Point(x: close.x, y: bar.y))))
    #expect(app.dialog == nil)
  }

  @Test func quitsRedrawsAndSuspends() throws {
    var app = try App.showing()
    #expect(app.keys("q") == [.quit])
    #expect(app.keys(.function(10)) == [.quit])
    #expect(app.keys(.control("c")) == [.quit])
    #expect(app.keys(.control("l")) == [.redraw])
    #expect(app.keys(.control("z")) == [.suspend])
    app.keys(":")
    #expect(app.keys(.control("c")) == [.quit])
  }
}
