import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// Processes that are put together by what they have in common.
@Suite struct ProcessGroupScreenTests {
  /// The usual host with three workers of one name and two users.
  private static let host: MadeUpHost = {
    var host = MadeUpHost.usual
    host.processes += [
      .init(50, "php-fpm", rssPages: 100_000, score: 700, user: 33),
      .init(51, "php-fpm", rssPages: 200_000, score: 710, user: 33),
      .init(52, "php-fpm", rssPages: 500_000, score: 720, user: 34),
    ]
    return host
  }()

  private func showing(_ grouping: ProcessGrouping? = nil, sort: Field = .rss) throws -> App {
    var settings = Settings.byScore
    settings.sort = sort
    settings.grouping = grouping
    return try App.showing(Self.host, settings: settings)
  }

  private func line(_ text: String, _ app: App) -> String? {
    app.screen().lines.first { $0.contains(text) }
  }

  @Test func theKeyGoesThroughAllOfThem() throws {
    var app = try showing()
    var seen: [ProcessGrouping?] = []
    for _ in 0...ProcessGrouping.allCases.count {
      app.keys("g")
      seen.append(app.settings.grouping)
    }
    #expect(seen == ProcessGrouping.allCases + [nil])
    app.keys("g", "t")
    #expect(app.settings.grouping == nil && app.settings.isTree)
  }

  @Test func aGroupHasTheSumsOfItsMembers() throws {
    let app = try showing(.name)
    // 800,000 pages: more than java's 700,000.
    let first = try #require(app.list.groups.first)
    #expect(first.name == "php-fpm" && first.members.count == 3)
    #expect(first.sum(.rss, app.model) == .bytes(800_000 * 4096))
    #expect(try #require(line("+ php-fpm (3)", app)).contains("3.05G"))
    #expect(app.pids.isEmpty)
    #expect(app.text.contains("by name "))
    // All of them are counted, shown or not.
    #expect(app.text.contains("Processes  8,"))
  }

  @Test func enterOpensAGroupAndClosesIt() throws {
    var app = try showing(.name)
    app.keys(.enter)
    #expect(app.pids == [52, 51, 50])
    #expect(app.text.contains("- php-fpm (3)"))
    app.keys(.down, .down)
    #expect(app.selected == 51)
    app.keys("-")
    #expect(app.pids.isEmpty && app.groupUnderCursor?.name == "php-fpm")
    app.keys(.enter, .down, .enter)
    #expect(app.dialog is ExplainDialog)
  }

  @Test func theCursorFollowsAGroup() throws {
    var app = try showing(.name)
    app.keys(.down)
    #expect(app.groupUnderCursor?.name == "java")
    var host = Self.host
    host.processes[3].rssPages = 900_000
    try app.take(host, seconds: 1001)
    #expect(app.groupUnderCursor?.name == "java" && app.selection.cursor == 0)
    // A process that is put into a closed group takes the cursor there with it.
    app.keys("g", "g", "g", "g")
    #expect(app.settings.grouping == nil)
    app.keys(.home, .down)
    let process = try #require(app.selected)
    app.keys("g")
    #expect(app.groupUnderCursor?.name == "php-fpm" && process == 52)
  }

  @Test func nobodyIsActedOnFromAGroupsLine() throws {
    var app = try showing(.name)
    app.keys(.down, .up)
    for key: Key in [.function(9), "o", "r", "}"] {
      app.keys(key)
      #expect(app.dialog == nil && app.step == nil)
      #expect(app.text.contains("this line is 3 processes: c tags them, + shows them"))
    }
    app.keys("c")
    #expect(app.selection.tags.processes.map(\.pid).sorted() == [50, 51, 52])
    app.keys("}")
    #expect(app.step?.edits.map(\.process.pid).sorted() == [50, 51, 52])
  }

  @Test func thePanelNamesTheBiggestOfAGroup() throws {
    var settings = Settings.byScore
    settings.sort = .rss
    settings.grouping = .name
    let app = try App.showing(Self.host, settings: settings, width: 160)
    let text = app.text
    #expect(text.contains("│ php-fpm (3)") && text.contains("The biggest by RSS"))
    #expect(text.contains("1.91G  52 php-fpm"))
  }

  @Test func aSearchFindsGroupsAndTheFilterNarrowsThem() throws {
    var app = try showing(.name)
    app.keys("/")
    app.write("post")
    #expect(app.groupUnderCursor?.name == "postgres")
    app.keys(.escape, "\\")
    app.write("user:33")
    app.keys(.enter)
    #expect(app.list.groups.map(\.name) == ["php-fpm"])
    #expect(app.list.groups.first?.members.count == 2)
  }

  @Test func whatHasNoSumOrdersGroupsByTheirFirst() throws {
    let app = try showing(.user, sort: .oomScore)
    #expect(app.list.groups.map(\.name) == ["105", "1000", "34", "33", "0"])
  }
}
