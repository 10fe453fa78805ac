import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

struct VictimsTests {
  /// A host with a group of 4 GiB that holds the server and its child.
  private static let host: MadeUpHost = {
    var host = MadeUpHost.usual
    for pid in [1, 2, 40, 43] { host.replaced["proc/\(pid)/cgroup"] = "0::/system.slice\n" }
    for pid in [41, 42] { host.replaced["proc/\(pid)/cgroup"] = "0::/shop/web\n" }
    host.replaced["sys/fs/cgroup/shop/memory.max"] = "4294967296\n"
    host.replaced["sys/fs/cgroup/shop/memory.current"] = "4200000000\n"
    host.replaced["sys/fs/cgroup/shop/memory.oom.group"] = "0\n"
    host.replaced["sys/fs/cgroup/shop/web/memory.max"] = "max\n"
    host.replaced["sys/fs/cgroup/shop/web/memory.current"] = "4100000000\n"
    host.replaced["sys/fs/cgroup/shop/web/memory.oom.group"] = "0\n"
    return host
  }()

  private static func victims(_ app: App) -> [Int32] {
    (0..<app.lineCount).compactMap { app.row(atLine: $0).map { app.model.processes.rows[$0].pid } }
  }

  @Test func theOrderIsTheKernels() throws {
    var app = try App.showing(Self.host)
    app.keys("2")
    #expect(Self.victims(app) == [41, 40, 42, 1])
    #expect(app.text.contains("scope: host"))
    #expect(app.text.contains("oom_score_adj is -1000"))
  }

  /// Another column may sort; the rank stands in its own, and the cursor stays on its process.
  @Test func anotherColumnMaySort() throws {
    var app = try App.showing(Self.host)
    app.keys("2", .down)
    #expect(app.selected == 40)
    func ranks() -> [String] {
      app.screen().lines.compactMap { line in
        let words = line.split(separator: " ").map(String.init)
        return words.count > 5 && Int(words[0]) != nil && Int(words[1]) != nil ? words[0] : nil
      }
    }
    #expect(ranks() == ["1", "2", "3", "4"])
    app.keys(.function(6))
    let menu = try #require(app.dialog as? ColumnSortMenu)
    #expect(menu.title == "Sort Victims by" && menu.names[menu.cursor.index] == "RANK")
    app.keys("p", .enter)
    #expect(Self.victims(app) == [1, 40, 41, 42] && app.text.contains("sort: PID▲"))
    #expect(ranks() == ["4", "2", "1", "3"])
    #expect(app.selected == 40 && app.selection.cursor == 1)
    app.keys("I")
    #expect(Self.victims(app) == [42, 41, 40, 1] && app.selected == 40)
    // With a sample it stays so, and a filter narrows it.
    try app.take(Self.host, seconds: 1001)
    app.keys("\\")
    app.write("pid>1")
    app.keys(.enter)
    #expect(Self.victims(app) == [42, 41, 40])
    app.keys("\\", .control("u"), .enter)
    // A click on a heading sorts, and again turns the order round.
    let name = try #require(Pane.victims.shown(app).first { $0.id == "comm" })
    _ = app.pressHeading(at: name.x)
    #expect(app.text.contains("sort: COMMAND▲"))
    let upwards = Self.victims(app)
    _ = app.pressHeading(at: name.x)
    #expect(app.text.contains("sort: COMMAND▼") && Self.victims(app) == upwards.reversed())
    app.keys("<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<")
    #expect(Self.victims(app) == [41, 40, 42, 1] && !app.text.contains("sort: "))
  }

  @Test func theCursorStaysOnItsProcessFromPaneToPane() throws {
    var app = try App.showing(Self.host)
    app.keys(.down, .down)
    let process = app.selected
    app.keys(.tab)
    #expect(app.pane == .victims)
    #expect(app.selected == process)
    app.keys(.backTab)
    #expect(app.pane == .processes)
    #expect(app.selected == process)
  }

  @Test func theScopeIsAnyGroupOfTheProcesssPath() throws {
    var app = try App.showing(Self.host)
    app.keys("2", "s")
    #expect(app.text.contains("/shop/web"))
    #expect(app.keys(.down, .enter).contains(.sampleNow))
    #expect(app.killGroup == "/shop")
    #expect(app.plan.kill == KillPlan(group: "/shop"))
    try app.take(Self.host, seconds: 1001)
    #expect(Self.victims(app) == [41, 42])
    #expect(app.text.contains("scope: /shop"))
    #expect(app.text.contains("own limit is reached first"))
    app.keys("s", .down, .enter)
    try app.take(Self.host, seconds: 1002)
    #expect(app.text.contains("the limit of /shop is reached first"))
  }

  @Test func aGroupThatIsGoneIsSaidSo() throws {
    var app = try App.showing(Self.host)
    app.killGroup = "/nowhere"
    app.keys("2")
    try app.take(Self.host, seconds: 1001)
    #expect(app.text.contains("it is gone"))
  }

  @Test func theColumnIsReadSeldomOnHostsOfManyProcesses() throws {
    let crowd = MadeUpHost(
      (1...1200).map { MadeUpHost.Process(Int32($0), parent: $0 == 1 ? 0 : 1, rssPages: 100) })
    var app = try App.showing(crowd)
    var due: [Bool] = []
    for second in 1...6 {
      due.append(app.plan.kill != nil)
      try app.take(crowd, seconds: UInt64(1000 + second))
    }
    #expect(due == [false, false, true, false, false, true])
    #expect(app.text.contains("1200"), "ranks stay between readings")
    app.keys("2")
    #expect(app.plan.kill != nil, "the pane reads them each time")
  }

  @Test func withoutTheColumnNothingIsReadForIt() throws {
    var settings = Settings.byScore
    settings.columns = [.pid, .rss, .comm]
    settings.sort = .rss
    let app = try App.showing(settings: settings)
    #expect(app.plan.kill == nil)
    #expect(app.plan.all.isDisjoint(with: [.status, .oomScore]))
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 12), (20, 5)])
  func screens(_ width: Int, _ height: Int) throws {
    var app = try App.showing(Self.host, width: width, height: height)
    app.keys("2")
    expectGoldenWithRoles(app.screen(), "victims-\(width)x\(height)", if: width == 120)
    app.glyphs = .ascii
    expectGolden(app.screen(), "victims-\(width)x\(height)-ascii")
  }

  @Test func aFilterNarrowsTheOrderAndKeepsItsRanks() throws {
    var app = try App.showing(Self.host)
    app.keys("2", "\\")
    app.write("child")
    app.keys(.enter)
    #expect(Self.victims(app) == [42])
    #expect(app.selected == 42)
    let line = try #require(app.screen().lines.first { $0.contains("child") })
    #expect(line.contains(" 3 "), "its rank among all: \(line)")
    #expect(app.text.contains("1 of 4"))
    // What comes back up to there counts those that are not shown.
    #expect(app.text.contains("filter: child"))
    app.keys("1")
    #expect(app.pids.count > 1, "the table has a filter of its own")
    app.keys("2", "\\", .control("u"))
    app.write("pid>40 adj<1000")
    app.keys(.enter)
    try app.take(Self.host, seconds: 1001)
    #expect(Self.victims(app) == [41, 42])
    app.keys("\\", .control("u"))
    app.write("nobody")
    app.keys(.enter)
    #expect(app.lineCount == 0 && app.text.contains("no victim fits the filter"))
  }
}
